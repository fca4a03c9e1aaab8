// <signature-pad> around <input type="file">: the owner signs with a finger, and every stroke puts the picture into the
// field as PNG. Black on white in dark rooms too. Without script the field takes a photo of a signature on paper.

const LINE = 2.6;

class SignaturePad extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=file]");
    if (!this.field || this.canvas) return;
    this.field.classList.add("visually-hidden");
    this.field.tabIndex = -1;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "业主在这里手写签名");
    const clear = document.createElement("button");
    Object.assign(clear, { type: "button", className: "btn btn-sm", textContent: "重签" });
    clear.addEventListener("click", () => this.clear());
    this.append(this.canvas, clear);
    this.canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.#draw(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.#end());
    this.field.addEventListener("invalid", () => this.canvas.scrollIntoView({ block: "center" }));
    // Folded steps have no size yet; it is taken when the step is opened.
    this.watch = new ResizeObserver(() => this.#fit());
    this.watch.observe(this.canvas);
    this.field.form?.addEventListener("reset", () => this.clear());
  }

  disconnectedCallback() {
    this.watch?.disconnect();
  }

  clear() {
    this.#paper();
    this.field.value = "";
  }

  #fit() {
    const { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    if (!clientWidth || this.canvas.width === Math.round(clientWidth * scale)) return;
    this.canvas.width = Math.round(clientWidth * scale);
    this.canvas.height = Math.round(clientHeight * scale);
    this.scale = scale;
    this.clear();
  }

  #paper() {
    this.pen = this.canvas.getContext("2d");
    this.pen.setTransform(this.scale ?? 1, 0, 0, this.scale ?? 1, 0, 0);
    this.pen.fillStyle = "#fff";
    this.pen.fillRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    Object.assign(this.pen, { strokeStyle: "#111", fillStyle: "#111", lineWidth: LINE, lineCap: "round", lineJoin: "round" });
  }

  #begin(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.at = [event.offsetX, event.offsetY];
    this.pen.beginPath();
    this.pen.arc(...this.at, LINE / 2, 0, 7);
    this.pen.fill();
  }

  #draw(event) {
    if (!this.at) return;
    const to = [event.offsetX, event.offsetY];
    this.pen.beginPath();
    this.pen.moveTo(...this.at);
    this.pen.lineTo(...to);
    this.pen.stroke();
    this.at = to;
  }

  // At once and not by a callback: the form may be sent right after the last stroke.
  #end() {
    if (!this.at) return;
    this.at = null;
    const bytes = Uint8Array.from(atob(this.canvas.toDataURL("image/png").split(",")[1]), (each) => each.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], "签字.png", { type: "image/png" }));
    this.field.files = files.files;
  }
}

customElements.define("signature-pad", SignaturePad);

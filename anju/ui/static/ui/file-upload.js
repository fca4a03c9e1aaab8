// <file-upload url="…" name="files" limit="20971520" accept="…"> around <input type="file" multiple>:
// stores each chosen, dropped or pasted file at once and adds <input type="hidden" name="files"
// value="id">. Hidden inputs rendered by the server (data-name, data-size) are shown as uploaded.

import { refusalOf } from "./upload-check.js";
import { UploadRow } from "./upload-row.js";

class FileUpload extends HTMLElement {
  #rows = new Set();
  #list = null;
  #end = null;

  connectedCallback() {
    if (this.#list) return;
    this.input = this.querySelector("input[type=file]");
    if (!this.input) return;
    this.#end = new AbortController();
    const { signal } = this.#end;
    // Without script the plain input sends the files with the form; now only their ids go.
    this.input.removeAttribute("name");
    this.#list = document.createElement("ul");
    this.#list.className = "upload-list list-unstyled";
    this.append(this.#list);
    for (const stored of this.querySelectorAll("input[type=hidden][data-name]"))
      this.#adopt(stored);
    this.input.addEventListener("change", () => this.#choose(), { signal });
    this.addEventListener("dragover", (event) => this.#dragOver(event), { signal });
    this.addEventListener("drop", (event) => this.#drop(event), { signal });
    const form = this.closest("form") ?? this;
    form.addEventListener("paste", (event) => this.#paste(event), { signal });
  }

  disconnectedCallback() {
    this.#end?.abort();
  }

  #adopt(stored) {
    const { name, size } = stored.dataset;
    const row = this.#add(name, Number(size), () => stored.remove());
    row.done();
  }

  #choose() {
    this.#takeAll(this.input.files);
    this.input.value = "";
  }

  #dragOver(event) {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  }

  #drop(event) {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#takeAll(event.dataTransfer.files);
  }

  #paste(event) {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.#takeAll(files);
  }

  #takeAll(files) {
    for (const file of this.input.multiple ? files : [...files].slice(0, 1)) this.#take(file);
  }

  #take(file) {
    let hidden = null;
    const row = this.#add(file.name, file.size, () => hidden?.remove());
    const limit = Number(this.getAttribute("limit"));
    const refusal = refusalOf(file, { limit, accept: this.getAttribute("accept") ?? "" });
    if (refusal) {
      row.refuse(refusal);
      return;
    }
    const send = async () => {
      const stored = await row.send(this.getAttribute("url"), file);
      if (!stored || !this.#rows.has(row)) return;
      hidden = this.#remember(stored);
      row.done();
    };
    row.onRetry = send;
    send();
  }

  #remember({ id, name, size }) {
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: this.getAttribute("name"), value: id });
    Object.assign(hidden.dataset, { name, size });
    this.append(hidden);
    return hidden;
  }

  #add(name, size, forget) {
    const onRemove = (row) => {
      forget();
      this.#rows.delete(row);
      row.element.remove();
      this.#check();
      this.input.focus();
    };
    const row = new UploadRow({ name, size, onChange: () => this.#check(), onRemove });
    this.#rows.add(row);
    this.#list.append(row.element);
    return row;
  }

  // A form sent too early would silently lose the file.
  #check() {
    const states = [...this.#rows].map((row) => row.state);
    const refused = states.includes("refused") ? "有文件没有传上去，请重试或移除。" : "";
    this.input.setCustomValidity(states.includes("sending") ? "文件还在上传，请稍候。" : refused);
    this.dispatchEvent(new CustomEvent("files:changed", { bubbles: true }));
  }
}

customElements.define("file-upload", FileUpload);

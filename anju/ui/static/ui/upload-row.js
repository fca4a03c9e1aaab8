// One file in the list of <file-upload>: its name and size, its progress, what went wrong, and the
// buttons. `send()` uploads it; `onChange()` is called whenever the row's `state` changed.
// States: waiting, sending, done, refused (`retry` may help unless the file itself is wrong).

import { sizeInWords } from "./upload-check.js";

const NO_NETWORK = "网络不通，文件没有传上去，请重试。";

function button(words, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = words;
  made.setAttribute("aria-label", `${words} ${name}`);
  made.addEventListener("click", act);
  return made;
}

export class UploadRow {
  state = "waiting";
  element = document.createElement("li");
  #request = null;
  #notice = document.createElement("span");
  #progress = document.createElement("progress");

  constructor({ name, size, onChange, onRemove }) {
    Object.assign(this, { name, onChange });
    const title = document.createElement("span");
    title.textContent = size ? `${name}（${sizeInWords(size)}）` : name;
    this.#notice.setAttribute("role", "status");
    this.#progress.max = 1;
    this.#progress.hidden = true;
    this.#progress.setAttribute("aria-label", `正在上传 ${name}`);
    this.element.className = "upload-row";
    this.remove = button("移除", name, () => {
      this.#request?.abort();
      onRemove(this);
    });
    this.element.append(title, this.#progress, this.#notice, this.remove);
  }

  done(words = "已上传") {
    this.#turn("done", words);
  }

  refuse(sentence, retry) {
    this.#turn("refused", sentence);
    if (retry) this.remove.before(button("重试", this.name, retry));
  }

  // Resolves with the server's {id, name, size}, or with null after showing what went wrong.
  send(url, file) {
    const retry = () => this.onRetry();
    return new Promise((resolve) => {
      const request = (this.#request = new XMLHttpRequest());
      const fail = (sentence, mayRetry) => {
        this.refuse(sentence, mayRetry && retry);
        resolve(null);
      };
      request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      const token = document.querySelector('meta[name="csrf-token"]')?.content;
      if (token) request.setRequestHeader("X-CSRFToken", token);
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) this.#progress.value = event.loaded / event.total;
      };
      request.onload = () => {
        if (request.status === 201 && request.response?.id) resolve(request.response);
        else fail(request.response?.error ?? "文件没有传上去，请重试。", request.status >= 429);
      };
      request.onerror = request.ontimeout = () => fail(NO_NETWORK, true);
      request.onabort = () => resolve(null);
      const body = new FormData();
      body.append("file", file);
      this.#turn("sending", "");
      request.send(body);
    });
  }

  #turn(state, words) {
    this.state = state;
    this.element.dataset.state = state;
    this.#progress.hidden = state !== "sending";
    this.#notice.textContent = words;
    for (const old of this.element.querySelectorAll("button")) {
      if (old !== this.remove) old.remove();
    }
    this.onChange();
  }
}

// The entry of every page: the small elements, and the two behaviours the shell itself needs.
import "./keyboard.js";
import "./flash-area.js";
import "./draft-form.js";
import "./file-upload.js";
import "./search-box.js";
import "../live/anju-live.js";
import "./shell.js";

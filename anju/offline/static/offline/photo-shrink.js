// Photos are made small before they are kept: a phone's 8 MB would fill the store and never get through.

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const WORTH_IT = 300 * 1024;

// Give a smaller JPEG of a picture, upright; one that cannot be read, or would not get smaller, as it is.
export async function shrink(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
  let picture = null;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= WORTH_IT) return file;
    const small = await drawn(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
    return small && small.size < file.size ? new File([small], `${stem(file.name)}.jpg`, { type: "image/jpeg" }) : file;
  } catch {
    return file; // HEIC on a phone that cannot show it, a broken file: the server says what it thinks of it
  } finally {
    picture?.close();
  }
}

async function drawn(picture, width, height) {
  if (typeof OffscreenCanvas === "function") {
    const canvas = new OffscreenCanvas(width, height);
    paint(canvas, picture, width, height);
    return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  }
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  paint(canvas, picture, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

function paint(canvas, picture, width, height) {
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff"; // what was transparent becomes white, not black
  brush.fillRect(0, 0, width, height);
  brush.drawImage(picture, 0, 0, width, height);
}

const stem = (name) => name.replace(/\.[^.]*$/, "") || "照片";

// What can be said about a file before it is sent: a sentence that refuses it, or ''. The server
// looks again, at the content; this only spares a long upload.

export function sizeInWords(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function refusalOf(file, { limit, accept }) {
  if (limit && file.size > limit) return `文件超过 ${sizeInWords(limit)}，请压缩后再传。`;
  if (file.size === 0) return "文件是空的，请检查后再传。";
  const kinds = accept
    .toLowerCase()
    .split(",")
    .map((kind) => kind.trim())
    .filter(Boolean);
  if (kinds.length && !kinds.some((kind) => isOfKind(file, kind))) {
    return "这种文件不能上传，请换一种格式。";
  }
  return "";
}

function isOfKind(file, kind) {
  if (kind.startsWith(".")) return file.name.toLowerCase().endsWith(kind);
  if (kind.endsWith("/*")) return file.type.startsWith(kind.slice(0, -1));
  return file.type === kind;
}

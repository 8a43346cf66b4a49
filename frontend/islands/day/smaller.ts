// A photo is made smaller on the phone before it is sent: many megabytes over a net that many share are slow for all.
// What it says of place, time and camera stays on the phone, for the picture is drawn anew.

export const LONGEST_SIDE = 2000; // pixels, as the house keeps pictures
const QUALITY = 0.85;
const PATIENCE = 10_000; // milliseconds; then it goes as it is

/** The sides of a picture of which none is longer than this. */
export function within(width: number, height: number, longest = LONGEST_SIDE): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The name of the file when it is a JPEG. */
export function jpegName(name: string): string {
  return `${name.replace(/\.[^.]*$/, "") || name}.jpg`;
}

/** The smaller of two files: the one drawn anew, where there is one and it is smaller; else the one that was chosen. */
export function lighter(chosen: File, drawn: Blob | null): File {
  if (!drawn || drawn.type !== "image/jpeg" || drawn.size === 0 || drawn.size >= chosen.size) return chosen;
  return new File([drawn], jpegName(chosen.name), { type: drawn.type, lastModified: chosen.lastModified });
}

/** The same picture as a JPEG of a modest size; the file itself where that is no smaller, or cannot be done. Never throws. */
export async function smaller(file: File, draw: (file: File) => Promise<Blob | null> = drawnAnew): Promise<File> {
  if (!file.type.startsWith("image/")) return file;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), PATIENCE)));
  try {
    return lighter(file, await Promise.race([draw(file), enough]));
  } catch {
    return file; // no picture this browser can show; the server will say what it is
  } finally {
    clearTimeout(timer);
  }
}

async function drawnAnew(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file); // turned as the camera was held
  try {
    const canvas = Object.assign(document.createElement("canvas"), within(picture.width, picture.height));
    const paper = canvas.getContext("2d");
    if (!paper) return null;
    paper.fillStyle = "#fff"; // where the picture is clear
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.imageSmoothingQuality = "high";
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  } finally {
    picture.close();
  }
}

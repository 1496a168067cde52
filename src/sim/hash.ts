/** FNV-1a over the text's UTF-16 units: the same text gives the same 32 bits on every machine. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return scatter(hash)
}

/** One 32-bit hash of two, in which their order counts. */
export function mixHashes(a: number, b: number): number {
  return scatter(Math.imul(a, 0x9e3779b1) ^ scatter(b ^ 0x7f4a7c15))
}

// FNV leaves similar texts with similar high bits; this last step (MurmurHash3's finalizer) makes
// every bit of the answer depend on every bit of the sum, without which two next hops share badly.
function scatter(sum: number): number {
  const once = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return (twice ^ (twice >>> 16)) >>> 0
}

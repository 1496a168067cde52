/** `4,001`, as Microsoft's documents write numbers. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** How packets of one class are served where more is sent than is carried. */
export interface TrafficClass {
  readonly name: string
  /** Its share of what those before it leave, beside that of others that want more; `undefined` comes before them all (RFC 3246). */
  readonly weight: number | undefined
}

/** What becomes of the marks (DSCP, RFC 2474) of packets, and which class they make of them. */
export interface MarkingPlan {
  /** By mark the index of its class; every other mark is of the last class. */
  readonly classOf: ReadonlyMap<number, number>
  /** The nodes that change marks, or do not look at them. */
  readonly nodes: ReadonlyMap<string, MarkTreatment>
}

/** What a node does with the marks of packets that it sends on. */
export interface MarkTreatment {
  /** It sets every other mark to 0; `undefined` leaves them all. */
  readonly kept: ReadonlySet<number> | undefined
  /** Whether it serves packets by their marks; else all are of the last class. */
  readonly isHeeded: boolean
}

/** The mark that a packet leaves the node with. */
export function markAfter(mark: number, treatment: MarkTreatment | undefined): number {
  return treatment?.kept?.has(mark) === false ? 0 : mark
}

/** The index of the class in which a node with so many classes sends a packet of this mark. */
export function classOfMark(
  mark: number,
  treatment: MarkTreatment | undefined,
  classOf: MarkingPlan['classOf'],
  classes: number,
): number {
  const last = classes - 1
  return treatment?.isHeeded === false ? last : (classOf.get(mark) ?? last)
}

import type { PathAttributes } from '../path-attributes.ts'

/** RFC 4456 §8: a marked route says who brought it into the AS, which is said once, and which clusters it has been through. */
export function reflectionMarks(
  { originatorId, clusterList }: PathAttributes,
  bgpIdentifier: number,
  clusterId: number,
): Pick<PathAttributes, 'originatorId' | 'clusterList'> {
  return { originatorId: originatorId ?? bgpIdentifier, clusterList: [clusterId, ...clusterList] }
}

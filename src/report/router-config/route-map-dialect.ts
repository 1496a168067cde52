import {
  formatCommunity,
  formatExtendedCommunity,
  formatLargeCommunity,
  readCommunity,
} from '../../bgp/community.ts'
import type { AnyCommunity } from '../../bgp/path-attributes.ts'
import type { Family } from '../../net/address.ts'
import { valueOrThrow } from '../../net/read.ts'

/** Route-maps are IOS's; FRR has them too, with words of its own here and there. */
export interface RouteMapDialect {
  /** What community lists and AS_PATH lists begin with. */
  readonly listWord: 'bgp' | 'ip'
  readonly asPathListName: (list: string) => string
  readonly nextHop: Readonly<Record<Family, string>>
  readonly sortOf: (community: AnyCommunity) => Sort
  readonly marks: SourceMarks
}

/** The words for a sort of communities: the attribute, lists of them, their removal and their addition. */
export interface Sort {
  readonly attribute: string
  readonly list: string
  /** `undefined` where there are no words for it. */
  readonly remove: string | undefined
  readonly addition: (texts: readonly string[]) => readonly string[]
  readonly text: (community: AnyCommunity) => string
}

/** How a route carries where it came from, so that a policy may ask for it when it leaves. Peers have numbers from 1. */
export interface SourceMarks {
  /** The attribute that the mark is, where it is one. */
  readonly attribute: string | undefined
  readonly set: (peer: number) => SourceMark
  readonly isFrom: (peer: number) => string
  readonly isOwn: string
  /** What takes every mark off a route that leaves. */
  readonly takeOff: readonly string[]
}

/** What is said of a route to mark it. */
export interface SourceMark {
  readonly lines: readonly string[]
  readonly communities: readonly AnyCommunity[]
}

export const noMark: SourceMark = { lines: [], communities: [] }

/** The tag that marks the router's own routes; those of a peer have its number. */
export const ownTag = 65_535

/** A tag stays in the router. */
const tags: SourceMarks = {
  attribute: undefined,
  set: (peer) => ({ ...noMark, lines: [` set tag ${peer}`] }),
  isFrom: (peer) => ` match tag ${peer}`,
  isOwn: ` match tag ${ownTag}`,
  takeOff: [],
}

/** No policy of the router asks where a route came from. */
export const noMarks: SourceMarks = { ...tags, set: () => noMark }

export const frrDialect: RouteMapDialect = {
  listWord: 'bgp',
  asPathListName: (list) => list,
  nextHop: { ipv4: 'ip next-hop', ipv6: 'ipv6 next-hop global' },
  sortOf: sorter({
    standardText: (community) => formatCommunity(community).replace('no-export-subconfed', 'local-AS'),
    // Extended communities are always added to those that are there.
    extendedAddition: (texts) => texts.map((text) => ` set extcommunity ${text}`),
  }),
  marks: tags,
}

function sorter(words: {
  readonly standardText: (community: number) => string
  readonly extendedAddition: Sort['addition']
}): RouteMapDialect['sortOf'] {
  const standard: Sort = {
    attribute: 'community',
    list: 'community-list',
    remove: 'comm-list',
    addition: (texts) => [` set community ${texts.join(' ')} additive`],
    text: (one) => (typeof one === 'number' ? words.standardText(one) : ''),
  }
  const large: Sort = {
    attribute: 'large-community',
    list: 'large-community-list',
    remove: 'large-comm-list',
    addition: (texts) => [` set large-community ${texts.join(' ')} additive`],
    text: (one) => (typeof one !== 'number' && one.length === 3 ? formatLargeCommunity(one) : ''),
  }
  const extended: Sort = {
    attribute: 'extcommunity',
    list: 'extcommunity-list',
    remove: undefined,
    addition: words.extendedAddition,
    text: (one) =>
      typeof one !== 'number' && one.length === 2 ? formatExtendedCommunity(one).replace(':', ' ') : '',
  }
  return (one) => (typeof one === 'number' ? standard : one.length === 3 ? large : extended)
}

/**
 * IOS has no tags on BGP's routes: an extended community of the own AS stands in, and comes off where a route leaves. Its AS_PATH
 * lists have numbers.
 */
export function iosDialect(asn: number, asPathLists: readonly string[], isMarked: boolean): RouteMapDialect {
  return {
    listWord: 'ip',
    asPathListName: (list) => String(asPathLists.indexOf(list) + 1),
    nextHop: { ipv4: 'ip next-hop', ipv6: 'ipv6 next-hop' },
    sortOf: sorter({
      standardText: (community) =>
        iosNames[formatCommunity(community)] ?? `${community >>> 16}:${community & 0xffff}`,
      // One command for each kind: a second one of the kind would take the place of the first.
      extendedAddition: (texts) =>
        ['rt', 'soo'].flatMap((kind) => {
          const values = texts
            .filter((text) => text.startsWith(`${kind} `))
            .map((text) => text.slice(kind.length))
          return values.length === 0 ? [] : [` set extcommunity ${kind}${values.join('')} additive`]
        }),
    }),
    marks: isMarked
      ? { ...communityMarks, set: (peer) => ({ ...noMark, communities: [iosMark(asn, peer)] }) }
      : { ...communityMarks, set: () => noMark, takeOff: [] },
  }
}

/** The well-known communities that IOS knows by name. */
const iosNames: Readonly<Record<string, string>> = {
  'no-export': 'no-export',
  'no-advertise': 'no-advertise',
  'no-export-subconfed': 'local-AS',
}

/** The mark of a peer's routes: a Route Target with its number. */
export function iosMark(asn: number, peer: number): AnyCommunity {
  return valueOrThrow(readCommunity(`rt:${asn}:${peer}`), 'a Route Target')
}

/** Each peer's list has its number, and this one has them all. */
export const markList = 99

const communityMarks: Omit<SourceMarks, 'set'> = {
  attribute: 'extcommunity',
  isFrom: (peer) => ` match extcommunity ${peer}`,
  isOwn: ' match route-type local',
  takeOff: [` set extcomm-list ${markList} delete`],
}

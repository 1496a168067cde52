import { type Family, families } from '../../net/address.ts'
import { emptyPrefixes } from '../../net/packed-prefixes.ts'
import type { AttributeInterner } from '../attribute-interner.ts'
import { asTrans, type UpdateMessage } from '../message.ts'
import type { NotificationMessage } from '../notification.ts'
import type { InternedAttributes, PathAttributes } from '../path-attributes.ts'
import { mergeAs4Path } from './as-path.ts'
import type { AttributeDraft } from './attribute-draft.ts'
import { type Nlri, noNlri, noPathIds, type PathIds } from './nlri.ts'
import { unionOf } from './nlri-union.ts'
import type { UpdateFault } from './update-fault.ts'
import {
  type Announcement,
  announcementsOf,
  isEmpty,
  readFields,
  type UpdateFields,
} from './update-fields.ts'
import { weighProblems } from './update-problems.ts'
import type { WireSession } from './wire-session.ts'

/** The messages that an UPDATE is, or the NOTIFICATION that ends the session. */
export type DecodedUpdate =
  | {
      readonly kind: 'messages'
      readonly messages: readonly UpdateMessage[]
      /** Of the messages whose prefixes have them (RFC 7911). */
      readonly pathIds: ReadonlyMap<UpdateMessage, PathIds>
      readonly faults: readonly UpdateFault[]
    }
  | { readonly kind: 'error'; readonly notification: NotificationMessage }

/** What an UPDATE tells, message by message. */
interface Told {
  readonly messages: UpdateMessage[]
  readonly pathIds: (readonly [UpdateMessage, PathIds])[]
}

/** Reads the whole message, whose header was checked: RFC 4271 §6.3 as RFC 7606 revises it. */
export function decodeUpdate(
  view: DataView,
  session: WireSession,
  interner: AttributeInterner,
): DecodedUpdate {
  const fields = readFields(view, session)
  if (fields.kind === 'error') return fields
  const announcements = announcementsOf(fields)
  const weighed = weighProblems(fields, announcements, session)
  if (weighed.kind === 'reset') return { kind: 'error', notification: weighed.notification }
  const { faults, withdraws } = weighed
  const told: Told = { messages: [], pathIds: [] }
  for (const family of families) {
    if (withdraws) addWithdrawals(family, fields, announcements, told)
    else addRoutes(family, fields, announcements, { interner, told })
  }
  const { messages } = told
  if (messages.length === 0 && faults.length === 0) messages.push(...endOfRib(fields))
  return { kind: 'messages', messages, pathIds: pathIdsOf(told), faults }
}

function pathIdsOf({ pathIds }: Told): ReadonlyMap<UpdateMessage, PathIds> {
  return pathIds.length === 0 ? noPathIds : new Map(pathIds)
}

/** RFC 7606 §2: all routes of the message, as if they had been withdrawn. */
function addWithdrawals(
  family: Family,
  fields: UpdateFields,
  announcements: readonly Announcement[],
  told: Told,
): void {
  const announced = announcements.filter((announcement) => announcement.family === family)
  const withdrawn = [...withdrawnOf(family, fields), ...announced.map(({ nlri }) => nlri)]
  add(told, unionOf(family, withdrawn), noNlri[family], undefined)
}

// RFC 4271 §4.3: a prefix that stands in both counts as announced, so what is withdrawn comes first.
function addRoutes(
  family: Family,
  fields: UpdateFields,
  announcements: readonly Announcement[],
  { interner, told }: { readonly interner: AttributeInterner; readonly told: Told },
): void {
  let withdrawn = unionOf(family, withdrawnOf(family, fields))
  for (const announcement of announcements) {
    if (announcement.family !== family) continue
    const attributes = interner.intern(attributesOf(fields.list.draft, announcement))
    add(told, withdrawn, announcement.nlri, attributes)
    withdrawn = noNlri[family]
  }
  add(told, withdrawn, noNlri[family], undefined)
}

function add(
  { messages, pathIds }: Told,
  withdrawn: Nlri,
  announced: Nlri,
  attributes: InternedAttributes | undefined,
): void {
  const { family } = withdrawn.prefixes
  if (withdrawn.prefixes.count + announced.prefixes.count === 0) return
  const message: UpdateMessage = {
    kind: 'UPDATE',
    family,
    withdrawn: withdrawn.prefixes,
    announced: announced.prefixes,
    attributes: announced.prefixes.count === 0 ? undefined : attributes,
  }
  messages.push(message)
  if (withdrawn.pathIds === undefined && announced.pathIds === undefined) return
  pathIds.push([message, { withdrawn: withdrawn.pathIds ?? noIds, announced: announced.pathIds ?? noIds }])
}

const noIds: Uint32Array = new Uint32Array(0)

function withdrawnOf(family: Family, { withdrawn, list }: UpdateFields): readonly Nlri[] {
  const { unreach } = list.draft
  const inField = family === 'ipv4' && !isEmpty(withdrawn) ? [withdrawn] : []
  return unreach?.family === family ? [...inField, unreach.nlri] : inField
}

function attributesOf(draft: AttributeDraft, announcement: Announcement): PathAttributes {
  const { origin, asPath } = draft
  const { nextHop, linkLocalNextHop } = announcement
  if (origin === undefined || asPath === undefined || nextHop === undefined) {
    throw new Error('an announcement without its mandatory attributes was let through')
  }
  const { path, aggregator } = fourOctets(asPath, draft)
  // Field by field: copying what a draft has besides would be felt in every UPDATE.
  return {
    origin,
    asPath: path,
    nextHop,
    linkLocalNextHop,
    multiExitDisc: draft.multiExitDisc,
    localPref: draft.localPref,
    atomicAggregate: draft.atomicAggregate,
    aggregator,
    communities: draft.communities,
    originatorId: draft.originatorId,
    clusterList: draft.clusterList,
    extendedCommunities: draft.extendedCommunities,
    largeCommunities: draft.largeCommunities,
    onlyToCustomer: draft.onlyToCustomer,
    unrecognized: draft.unrecognized,
  }
}

/** RFC 6793 §4.2.3: AS4_AGGREGATOR counts beside AS_TRANS alone; beside any other AS, AS4_PATH is stale too. */
function fourOctets(
  path: PathAttributes['asPath'],
  { aggregator, as4Path, as4Aggregator }: AttributeDraft,
): { readonly path: PathAttributes['asPath']; readonly aggregator: PathAttributes['aggregator'] } {
  const isStale = as4Aggregator !== undefined && aggregator !== undefined && aggregator.asn !== asTrans
  if (isStale) return { path, aggregator }
  return {
    path: as4Path === undefined ? path : mergeAs4Path(path, as4Path),
    aggregator: aggregator === undefined ? undefined : (as4Aggregator ?? aggregator),
  }
}

/** RFC 4724 §2: an UPDATE of nothing, or MP_UNREACH_NLRI of nothing and alone. */
function endOfRib({ withdrawn, announced, list }: UpdateFields): readonly UpdateMessage[] {
  const { types, draft } = list
  if (!isEmpty(withdrawn) || !isEmpty(announced)) return []
  const { unreach } = draft
  if (types.length === 0) return [endOfRibOf('ipv4')]
  return types.length === 1 && unreach !== undefined ? [endOfRibOf(unreach.family)] : []
}

function endOfRibOf(family: Family): UpdateMessage {
  const nothing = emptyPrefixes(family)
  return { kind: 'UPDATE', family, withdrawn: nothing, announced: nothing, attributes: undefined }
}

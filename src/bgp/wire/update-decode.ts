import { type Family, families } from '../../net/address.ts'
import { emptyPrefixes } from '../../net/packed-prefixes.ts'
import type { AttributeInterner } from '../attribute-interner.ts'
import { asTrans, type UpdateMessage } from '../message.ts'
import type { NotificationMessage } from '../notification.ts'
import type { InternedAttributes, PathAttributes } from '../path-attributes.ts'
import { mergeAs4Path } from './as-path.ts'
import type { AttributeDraft } from './attribute-draft.ts'
import type { Nlri, PathIds } from './nlri.ts'
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

/** What is told of one family. */
interface FamilyRoutes {
  readonly withdrawn: Nlri
  readonly announced: Nlri
  readonly attributes: InternedAttributes | undefined
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
  const told = withdraws
    ? withdrawAll(fields, announcements)
    : families.flatMap((family) => routesOf(family, fields, announcements, interner))
  const messages: UpdateMessage[] = []
  const pathIds = new Map<UpdateMessage, PathIds>()
  for (const routes of told) addMessage(routes, messages, pathIds)
  if (messages.length === 0 && faults.length === 0) messages.push(...endOfRib(fields))
  return { kind: 'messages', messages, pathIds, faults }
}

function addMessage(
  { withdrawn, announced, attributes }: FamilyRoutes,
  messages: UpdateMessage[],
  pathIds: Map<UpdateMessage, PathIds>,
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
  pathIds.set(message, { withdrawn: withdrawn.pathIds ?? noIds, announced: announced.pathIds ?? noIds })
}

const noIds: Uint32Array = new Uint32Array(0)

/** RFC 7606 §2: all routes of the message, as if they had been withdrawn. */
function withdrawAll(fields: UpdateFields, announcements: readonly Announcement[]): readonly FamilyRoutes[] {
  return families.map((family) => {
    const announced = announcements.filter((announcement) => announcement.family === family)
    const withdrawn = [...withdrawnOf(family, fields), ...announced.map(({ nlri }) => nlri)]
    return {
      withdrawn: unionOf(family, withdrawn),
      announced: unionOf(family, []),
      attributes: undefined,
    }
  })
}

// RFC 4271 §4.3: a prefix that stands in both counts as announced, so what is withdrawn comes first.
function routesOf(
  family: Family,
  fields: UpdateFields,
  announcements: readonly Announcement[],
  interner: AttributeInterner,
): readonly FamilyRoutes[] {
  const withdrawn = unionOf(family, withdrawnOf(family, fields))
  const told = announcements
    .filter((announcement) => announcement.family === family)
    .map((announcement) => ({
      announced: announcement.nlri,
      attributes: interner.intern(attributesOf(fields.list.draft, announcement)),
    }))
  const nothing = unionOf(family, [])
  if (told.length === 0) return [{ withdrawn, announced: nothing, attributes: undefined }]
  return told.map((routes, index) => ({ withdrawn: index === 0 ? withdrawn : nothing, ...routes }))
}

function withdrawnOf(family: Family, { withdrawn, list }: UpdateFields): readonly Nlri[] {
  const { unreach } = list.draft
  return [
    ...(family === 'ipv4' && !isEmpty(withdrawn) ? [withdrawn] : []),
    ...(unreach !== undefined && unreach.family === family ? [unreach.nlri] : []),
  ]
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
  if (types.size === 0) return [endOfRibOf('ipv4')]
  return types.size === 1 && unreach !== undefined ? [endOfRibOf(unreach.family)] : []
}

function endOfRibOf(family: Family): UpdateMessage {
  const nothing = emptyPrefixes(family)
  return { kind: 'UPDATE', family, withdrawn: nothing, announced: nothing, attributes: undefined }
}

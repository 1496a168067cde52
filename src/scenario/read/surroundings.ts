import type { Design } from '../../expressroute/design.ts'
import type { Surroundings } from '../../expressroute/rules/rule.ts'
import { internetAnnouncements } from './announcements.ts'
import type { Inherited } from './inherited.ts'
import type { Sections } from './sections.ts'
import { sentBack } from './sent-back.ts'

/** What routers tell besides their own prefixes, and besides MSEEs. */
export function surroundingsOf(design: Design, sections: Sections, inherited: Inherited): Surroundings {
  return {
    toInternet: internetAnnouncements(sections),
    sentBack: sentBack(design, sections, inherited),
    mayTellMore: new Set([...hearers(sections), ...laterTellers(sections)]),
  }
}

/** The routers of an AS that hears another one, or that has a reflector. */
function hearers({ sessions, routers }: Sections): readonly string[] {
  const asnOf = (name: string): number | undefined => routers.values.get(name)?.asn
  const asns = new Set(
    sessions.flatMap(({ value: { between, routeReflectorClient } }) => {
      const [a, b] = between.map(asnOf)
      return a === b && routeReflectorClient === undefined ? [] : [a, b]
    }),
  )
  return [...routers.values.keys()].filter((name) => asns.has(asnOf(name)))
}

/** Routers that the timeline has announce something, or whose site. */
function laterTellers({ sites, timeline }: Sections): readonly string[] {
  return timeline.flatMap(({ value: { action } }) => {
    if (action.kind !== 'announce') return []
    return [action.at, ...(sites.values.get(action.at)?.behind ?? [])]
  })
}

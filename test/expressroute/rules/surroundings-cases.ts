import { type Announcement, noSurroundings } from '../../../src/expressroute/rules/rule.ts'
import { packPrefixes } from '../../../src/net/packed-prefixes.ts'
import { design, prefix } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

const own = packPrefixes('ipv4', [prefix('10.1.0.0/16')])

const full = packPrefixes(
  'ipv4',
  Array.from({ length: 4000 }, (_, index) => prefix(`10.${index >> 8}.${index & 255}.0/24`)),
)
const echo = { router: 'ce1', connection: 0, prefixes: [prefix('10.200.0.0/16')], surely: [] }

/** What follows from what routers hear, and from whom they hear it. */
export const surroundingsCases: readonly Case[] = [
  {
    breaks: 'C7',
    broken: design(),
    kept: design(),
    announced: { broken: told([full], []), kept: told([full], []) },
    surroundings: {
      broken: { ...noSurroundings, sentBack: [{ ...echo, surely: echo.prefixes }] },
      kept: { ...noSurroundings, sentBack: [echo] },
    },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 4,001 IPv4 prefixes to er-amsterdam, 1 of them heard from Azure, and Standard takes 4,000: the session will drop',
  },
  {
    breaks: 'C11',
    broken: design(),
    kept: design(),
    surroundings: {
      broken: {
        ...noSurroundings,
        sentBack: [{ router: 'ce2', connection: 0, prefixes: [prefix('10.200.0.0/16')], surely: [] }],
      },
      kept: noSurroundings,
    },
    path: ['routers', 'ce2', 'connect', 0],
    says: 'ce2 passes on to er-amsterdam.secondary what it hears from Azure: 10.200.0.0/16',
  },
  {
    breaks: 'C12',
    broken: design(),
    kept: design(),
    announced: { broken: told([], []), kept: told([own], [own]) },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 and ce2 announce nothing to er-amsterdam: Azure learns no way back',
  },
  {
    breaks: 'C12',
    broken: design(),
    kept: design(),
    announced: { broken: told([], []).slice(1), kept: told([], []).slice(1) },
    surroundings: {
      broken: { ...noSurroundings, mayTellMore: new Set(['core']) },
      kept: { ...noSurroundings, mayTellMore: new Set(['ce2']) },
    },
    path: ['routers', 'ce2', 'connect', 0],
    says: 'ce2 announces nothing to er-amsterdam: Azure learns no way back',
  },
]

function told(ce1: Announcement['prefixes'], ce2: Announcement['prefixes']): readonly Announcement[] {
  return [
    { router: 'ce1', connection: 0, prefixes: ce1 },
    { router: 'ce2', connection: 0, prefixes: ce2 },
  ]
}

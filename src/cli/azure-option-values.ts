import { InvalidArgumentError } from 'commander'
import type { Path } from '../expressroute/design.ts'
import { paths } from '../expressroute/node-names.ts'
import { type PeeringName, peeringNames } from '../report/azure/peering.ts'
import { didYouMeanOrList } from '../scenario/suggestion.ts'

/** The tables, and what the command of `az` that prints each is called. */
const tables = {
  circuit: 'show',
  'route-table': 'list-route-tables',
  'route-table-summary': 'list-route-tables-summary',
  'arp-table': 'list-arp-tables',
  stats: 'get-stats',
  'learned-routes': 'list-learned-routes',
  'bgp-peer-status': 'list-bgp-peer-status',
} as const

export type AzureTable = keyof typeof tables

/** By its name here or in `az`. */
export function readAzureTable(text: string): AzureTable {
  const names = Object.keys(tables).filter(isTable)
  const found = names.find((name) => name === text || tables[name] === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(unknown('table', text, names))
}

function isTable(name: string): name is AzureTable {
  return Object.hasOwn(tables, name)
}

export function readPath(text: string): Path {
  const path = paths.find((name) => name === text.toLowerCase())
  if (path !== undefined) return path
  throw new InvalidArgumentError('Must be primary or secondary.')
}

/** CLI23 writes AzureMicrosoftPeering in a sample. */
const alias = 'azuremicrosoftpeering'

/** As `az` takes it, whatever the case. */
export function readPeeringName(text: string): PeeringName {
  const wanted = text.toLowerCase() === alias ? 'microsoftpeering' : text.toLowerCase()
  const names = Object.keys(peeringNames).filter(isPeeringName)
  const found = names.find((name) => name.toLowerCase() === wanted)
  if (found !== undefined) return found
  throw new InvalidArgumentError(unknown('peering', text, names))
}

function isPeeringName(name: string): name is PeeringName {
  return Object.hasOwn(peeringNames, name)
}

function unknown(what: string, text: string, names: readonly string[]): string {
  return `There is no ${what} ${text}; ${didYouMeanOrList(text, names) ?? ''}`
}

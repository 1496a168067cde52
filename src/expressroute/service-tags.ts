import { type Address, addressAfter } from '../net/address.ts'
import { parseAddress } from '../net/address-text.ts'
import type { Prefix } from '../net/prefix.ts'
import { parsePrefix } from '../net/prefix-text.ts'
import { microsoftAsn } from './asn.ts'
import type { Cloud, Design, Era, ServiceTag } from './design.ts'
import { areaOfRegion, canonicalRegion } from './regions.ts'

/**
 * RT26: the last two digits of a region's communities. 50 and they are its mark on private peering, 51 on Microsoft peering, 52 to 55
 * those of services in it. Regions that RT26 does not list have no number that was read, and are left out: a file may declare them.
 */
const regionDigits: ReadonlyMap<string, number> = new Map([
  ['West Europe', 2],
  ['North Europe', 3],
  ['East US', 4],
  ['East US 2', 5],
  ['West US', 6],
  ['North Central US', 7],
  ['South Central US', 8],
  ['Central US', 9],
  ['East Asia', 10],
  ['Southeast Asia', 11],
  ['Japan East', 12],
  ['Japan West', 13],
  ['Brazil South', 14],
  ['Australia East', 15],
  ['Australia Southeast', 16],
  ['Central India', 17],
  ['West India', 18],
  ['South India', 19],
  ['Canada Central', 20],
  ['Canada East', 21],
  ['UK South', 24],
  ['UK West', 25],
  ['West US 2', 26],
  ['West Central US', 27],
  ['Korea South', 28],
  ['Korea Central', 29],
  ['France Central', 30],
  ['France South', 31],
  ['Australia Central', 32],
  ['Australia Central 2', 33],
  ['South Africa North', 34],
  ['South Africa West', 35],
  ['UAE North', 36],
  ['UAE Central', 37],
  ['Switzerland North', 38],
  ['Switzerland West', 39],
  ['Germany North', 40],
  ['Germany West Central', 41],
  ['Norway East', 42],
  ['Norway West', 43],
  ['West US 3', 44],
  ['New Zealand North', 59],
])

/** RT16: what had a community in 2016, where its number was not today's. */
const regionDigits2017: ReadonlyMap<string, number> = new Map([
  ['West US 2', 22],
  ['West Central US', 23],
])

/** RT16: the regions that its table has, by the digits of today. */
const lastDigits2017 = 27
const notYet2017: readonly string[] = ['UK South', 'UK West']

/** RT26: services with a mark in each region, by the digits before the region's. */
const regionalServices = { Storage: 52, SQL: 53, 'Cosmos DB': 54, Backup: 55 } as const

export const regionalServiceNames: readonly string[] = Object.keys(regionalServices)

/** RT26: the marks of national clouds are whole numbers of their own. */
const nationalRegions: ReadonlyMap<string, number> = new Map([
  ['US Gov Virginia', 51105],
  ['US Gov Arizona', 51106],
  ['US Gov Texas', 51108],
  ['US Gov Iowa', 51109],
  ['US DoD East', 51205],
  ['US DoD Central', 51209],
  ['China North', 51301],
  ['China East', 51302],
  ['China East 2', 51303],
  ['China North 2', 51304],
  ['China North 3', 51305],
])

interface GlobalService {
  readonly name: string
  readonly cloud: Cloud
  readonly value: number
  readonly eras: readonly Era[]
  readonly office365In: readonly Era[]
}

/** RT16, RT18, RT26: services of a whole cloud. */
const globalServices: readonly GlobalService[] = [
  office('Exchange Online', 5010, '2017', 'current'),
  office('SharePoint Online', 5020, '2017', 'current'),
  office('Skype for Business Online', 5030, '2017', 'current'),
  { ...office('CRM Online', 5040, '2017', 'current'), office365In: ['2017'] },
  other('Azure Global Services', 5050),
  other('Microsoft Entra ID', 5060),
  other('Azure Resource Manager', 5070),
  office('Other Office 365 Online services', 5100, '2017', 'current'),
  other('Microsoft Defender for Identity', 5220),
  other('Microsoft PSTN services', 5250),
  { ...office('Exchange Online US Gov', 5110, 'current'), cloud: 'us-government' },
  { ...office('SharePoint Online US Gov', 5120, 'current'), cloud: 'us-government' },
  { ...office('Skype for Business Online US Gov', 5130, 'current'), cloud: 'us-government' },
  { ...other('Microsoft Entra ID US Gov', 5160), cloud: 'us-government' },
  { ...office('Other Office 365 Online services US Gov', 5200, 'current'), cloud: 'us-government' },
]

function office(name: string, value: number, ...eras: readonly Era[]): GlobalService {
  return { name, cloud: 'public', value, eras, office365In: eras }
}

function other(name: string, value: number): GlobalService {
  return { name, cloud: 'public', value, eras: ['current'], office365In: [] }
}

/** OPT23: the two examples that documents name. */
const documentedPrefixes: ReadonlyMap<string, Prefix> = new Map([
  ['East US', parsePrefix('23.100.0.0/16')],
  ['West US', parsePrefix('13.100.0.0/16')],
])

/**
 * Model assumption: a /26 of 198.18.128.0/17 (RFC 2544) and, today, a /48 of 2001:db8:8000::/33 (RFC 3849) for each tag. A tag
 * has the same in both eras, whatever else there is.
 */
const firstStandIn: Address = parseAddress('198.18.128.0')
const firstStandIn6: Address = parseAddress('2001:db8:8000::')
const slotsPerRegion = 1 + Object.keys(regionalServices).length
const nationalSlot = regionDigits.size * slotsPerRegion
const serviceSlot = nationalSlot + nationalRegions.size

/** RT26: a region's community on private peering; `undefined` where no number was read. */
export function regionCommunity(region: string): number | undefined {
  const digits = regionDigits.get(canonicalRegion(region))
  return digits === undefined ? undefined : microsoftAsn * 0x10000 + 50_000 + digits
}

/** Those of the era, and those that the file declares. */
export function tagsOf({ era, declaredTags }: Pick<Design, 'era' | 'declaredTags'>): readonly ServiceTag[] {
  return [...serviceTags(era), ...declaredTags]
}

/** Every tag of the era, always in the same order; made when asked for, since most scenarios never do. */
export function serviceTags(era: Era): readonly ServiceTag[] {
  const regional = [...regionDigits].flatMap(([region, digits], index) =>
    regionTags(region, digits, index, era),
  )
  const national = [...nationalRegions].map(([name, value], index) =>
    tag({ name, region: name, value, slot: nationalSlot + index }, areaOfRegion(name, era)?.cloud, era),
  )
  const global = globalServices
    .map((service, index) => ({ service, slot: serviceSlot + index }))
    .filter(({ service }) => service.eras.includes(era))
    .map(({ service: { name, cloud, value, office365In }, slot }) => ({
      ...tag({ name, region: undefined, value, slot }, cloud, era),
      isOffice365: office365In.includes(era),
    }))
  return [...regional, ...(era === 'current' ? national : []), ...global]
}

/** The region itself, and the services that have a mark in it: the era of 2017 has none of these. */
function regionTags(region: string, digits: number, index: number, era: Era): readonly ServiceTag[] {
  const slot = index * slotsPerRegion
  if (era === '2017') {
    if (digits > lastDigits2017 || notYet2017.includes(region)) return []
    const value = 51_000 + (regionDigits2017.get(region) ?? digits)
    return [tag({ name: region, region, value, slot }, 'public', era)]
  }
  const services = Object.entries(regionalServices).map(([service, first], nth) =>
    tag(
      { name: `${region} ${service}`, region, value: first * 1000 + digits, slot: slot + nth + 1 },
      'public',
      era,
    ),
  )
  return [tag({ name: region, region, value: 51_000 + digits, slot }, 'public', era), ...services]
}

interface Numbered extends Pick<ServiceTag, 'name' | 'region'> {
  readonly value: number
  readonly slot: number
}

function tag({ name, region, value, slot }: Numbered, cloud: Cloud = 'public', era: Era): ServiceTag {
  return {
    name,
    region,
    cloud,
    community: microsoftAsn * 0x10000 + value,
    isOffice365: false,
    prefixes: standIns(name, slot, era),
  }
}

function standIns(name: string, slot: number, era: Era): readonly Prefix[] {
  const ipv4 = documentedPrefixes.get(name) ?? { ...addressAfter(firstStandIn, slot * 64), length: 26 }
  if (era === '2017') return [ipv4]
  const [high = 0, low = 0] = firstStandIn6.words
  return [ipv4, { family: 'ipv6', words: [high, low + slot * 0x10000, 0, 0], length: 48 }]
}

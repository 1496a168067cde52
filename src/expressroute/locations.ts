import { type Area, areas } from './areas.ts'
import type { Circuit, Cloud, Era } from './design.ts'
import { linkLocations, metroNames } from './metro.ts'

/** LOC26: the regions near a peering location, which are all that a Local circuit reaches. */
const localRegionsNow: ReadonlyMap<string, readonly string[]> = new Map([
  ...local('UAE Central', 'Abu Dhabi'),
  ...local('West Europe', 'Amsterdam', 'Amsterdam2'),
  ...local('New Zealand North', 'Auckland'),
  ...local('Germany North', 'Berlin'),
  ...local('Korea South', 'Busan'),
  ...local('Brazil South', 'Campinas', 'Sao Paulo', 'Sao Paulo2'),
  ...local('Australia Central', 'Canberra'),
  ...local('Australia Central 2', 'Canberra2'),
  ...local('South Africa West', 'Cape Town'),
  ...local('South India', 'Chennai', 'Chennai2'),
  ...local('North Central US', 'Chicago', 'Chicago2'),
  ...local('West Central US', 'Denver'),
  ...local('Qatar Central', 'Doha', 'Doha2'),
  ...local('UAE North', 'Dubai', 'Dubai2'),
  ...local('North Europe', 'Dublin', 'Dublin2'),
  ...local('Germany West Central', 'Frankfurt', 'Frankfurt2'),
  ...local('Switzerland West', 'Geneva'),
  ...local('East Asia', 'Hong Kong', 'Hong Kong2'),
  ...local('Indonesia Central', 'Jakarta', 'Jakarta2'),
  ...local('South Africa North', 'Johannesburg'),
  ...local('Malaysia West', 'Kuala Lumpur', 'Kuala Lumpur2'),
  ...local('UK South', 'London', 'London2'),
  ...local('Spain Central', 'Madrid', 'Madrid2'),
  ...local('France South', 'Marseille'),
  ...local('Australia Southeast', 'Melbourne', 'Melbourne2'),
  ...local('Italy North', 'Milan', 'Milan2'),
  ...local('West India', 'Mumbai', 'Mumbai2'),
  ...local('UK West', 'Newport (Wales)'),
  ...local('Japan West', 'Osaka'),
  ...local('Norway East', 'Oslo'),
  ...local('France Central', 'Paris', 'Paris2'),
  ...local('West US 3', 'Phoenix', 'Phoenix2'),
  ...local('West US 2', 'Portland', 'Quincy', 'Seattle'),
  ...local('Central India', 'Pune'),
  ...local('Canada East', 'Quebec City'),
  ...local('Mexico Central', 'Queretaro'),
  ...local('Brazil Southeast', 'Rio de Janeiro'),
  ...local('South Central US', 'San Antonio'),
  ...local('Korea Central', 'Seoul', 'Seoul2'),
  ...local('West US', 'Silicon Valley', 'Silicon Valley2'),
  ...local('Southeast Asia', 'Singapore', 'Singapore2'),
  ...local('Norway West', 'Stavanger'),
  ...local('Sweden Central', 'Stockholm', 'Stockholm2'),
  ...local('Australia East', 'Sydney', 'Sydney2'),
  ...local('Taiwan North', 'Taipei', 'Taipei2'),
  ...local('Israel Central', 'Tel Aviv', 'Tel Aviv2'),
  ...local('Japan East', 'Tokyo', 'Tokyo2', 'Tokyo3'),
  ...local('Canada Central', 'Toronto', 'Toronto2'),
  ...local('Poland Central', 'Warsaw'),
  ['Washington DC', ['East US', 'East US 2']],
  ['Washington DC2', ['East US', 'East US 2']],
  ...local('Switzerland North', 'Zurich', 'Zurich2'),
])

/** LOC26: peering locations without a Local SKU whose area is not in GEO24. */
const furtherLocations: readonly string[] = [
  'Atlanta2',
  'Brussels',
  'Brussels2',
  'Dallas2',
  'Vienna',
  'Vienna2',
]

/** The areas that a peering location serves; Chicago is of the public cloud's and of the US Government's. */
function areasAt(peeringLocation: string, era: Era): readonly Area[] {
  const { primary } = linkLocations(peeringLocation)
  return areas[era].filter((area) => area.peeringLocations.includes(primary))
}

/** Those of the circuit's cloud. */
export function areasOf({ peeringLocation, cloud }: Placed, era: Era): readonly Area[] {
  return areasAt(peeringLocation, era).filter((area) => area.cloud === cloud)
}

type Placed = Pick<Circuit, 'peeringLocation' | 'cloud'>

/** The clouds that a circuit of the location may be of, the public one first; that one where no document says. */
export function cloudsAt(peeringLocation: string, era: Era): readonly [Cloud, ...Cloud[]] {
  const clouds = areasAt(peeringLocation, era).map(({ cloud }) => cloud)
  const others = [...new Set(clouds)].filter((cloud) => cloud !== 'public')
  const [first, ...rest] = others
  return first === undefined || clouds.includes('public') ? ['public', ...others] : [first, ...rest]
}

/** The regions that a Local circuit of the location reaches: none where it cannot be bought. */
export function localRegions(peeringLocation: string, era: Era): readonly string[] {
  const { primary } = linkLocations(peeringLocation)
  return era === '2017' ? [] : (localRegionsNow.get(primary) ?? [])
}

/** Every peering location of the era, in order of the alphabet. */
export function peeringLocationNames(era: Era): readonly string[] {
  const inAreas = areas[era].flatMap((area) => area.peeringLocations)
  const others = era === '2017' ? [] : [...localRegionsNow.keys(), ...furtherLocations, ...metroNames]
  return [...new Set([...inAreas, ...others])].sort()
}

function local(region: string, ...peeringLocations: readonly string[]): [string, readonly string[]][] {
  return peeringLocations.map((peeringLocation) => [peeringLocation, [region]])
}

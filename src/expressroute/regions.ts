import { type Area, areas } from './areas.ts'
import type { Era } from './design.ts'

/** LOC26: regions that are named there and placed in no area by the documents read. */
const regionsWithoutArea: readonly string[] = [
  'Brazil Southeast',
  'Indonesia Central',
  'Malaysia West',
  'Mexico Central',
  'New Zealand North',
  'Spain Central',
  'Taiwan North',
]

/** RT26 puts the country first where Azure's own names put it last. */
const regionAliases: ReadonlyMap<string, string> = new Map([
  ['India West', 'West India'],
  ['India Central', 'Central India'],
  ['India South', 'South India'],
])

/** The name that the tables use, whichever of its names was written. */
export function canonicalRegion(name: string): string {
  return regionAliases.get(name) ?? name
}

/** The area that a region lies in; `undefined` where the documents do not say. */
export function areaOfRegion(name: string, era: Era): Area | undefined {
  const region = canonicalRegion(name)
  return areas[era].find((area) => area.regions.includes(region))
}

/** Every region of the era and every alias of one, in order of the alphabet. */
export function regionNames(era: Era): readonly string[] {
  const further = era === '2017' ? [] : regionsWithoutArea
  return [...areas[era].flatMap((area) => area.regions), ...further, ...regionAliases.keys()].sort()
}

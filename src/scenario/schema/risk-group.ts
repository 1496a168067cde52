import * as z from 'zod'
import { name, sentence } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** A risk group before anything it names was looked up. */
export interface RiskGroupEntry {
  readonly shares: string | undefined
  readonly links: readonly string[]
  readonly nodes: readonly string[]
  readonly sites: readonly string[]
  readonly peeringLocations: readonly string[]
}

function names(description: string): z.ZodType<readonly string[] | undefined> {
  return z.array(name, { error: 'must be a list of names' }).optional().meta({ description })
}

export const riskGroup: z.ZodType<RiskGroupEntry> = strict({
  shares: sentence.optional().meta({ description: 'What they share: a power feed, a duct, a switch' }),
  links: names('Cables and links: er-amsterdam.primary, ce1-ce2'),
  nodes: names('Routers, MSEEs (er-amsterdam.msee1), gateway instances'),
  sites: names('Every router of these sites'),
  peeringLocations: names('Both MSEEs of every circuit at these locations'),
})
  .transform((written, context): RiskGroupEntry => {
    const { shares, links = [], nodes = [], sites = [], peeringLocations = [] } = written
    if (links.length + nodes.length + sites.length + peeringLocations.length === 0) {
      const message = 'nothing is in this risk group'
      return complain(context, {
        rule: 'combination',
        message,
        hint: 'add links, nodes, sites or peeringLocations',
      })
    }
    return { shares, links, nodes, sites, peeringLocations }
  })
  .meta({ description: 'Things that share one, and fail together with it' })

import type { Connectivity, Era, SkuTier } from './design.ts'

/** SEED, FAQ26: Local came after 2017. */
export const skuTiers: Readonly<Record<Era, readonly SkuTier[]>> = {
  '2017': ['Standard', 'Premium'],
  current: ['Local', 'Standard', 'Premium'],
}

/** MODEL20, DIR19: ExpressRoute Direct came after 2017. */
export const connectivityModels: Readonly<Record<Era, readonly Connectivity[]>> = {
  '2017': ['cloud-exchange', 'point-to-point-ethernet', 'any-to-any'],
  current: ['cloud-exchange', 'point-to-point-ethernet', 'any-to-any', 'direct'],
}

import type { Era } from '../../expressroute/design.ts'
import { findGatewaySku, gatewaySkuNames } from '../../expressroute/gateway-sku.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { unknownName } from './check-names.ts'

/** A SKU that there is not, or not in the era. */
export function gatewaySkuProblems(sku: string, era: Era, path: FilePath): readonly Problem[] {
  if (findGatewaySku(sku, era) !== undefined) return []
  const known = gatewaySkuNames(era)
  if (findGatewaySku(sku, 'current') === undefined) return unknownName('gateway SKU', sku, known, path)
  const message = `the rules of ${era} do not know the gateway SKU ${sku}`
  return [problem('era', path, message, `choose ${known.join(', ')}, or era: current`)]
}

import test from 'ava'
import { resiliencies } from '../../src/expressroute/resiliency.ts'
import { resiliencyText } from '../../src/report/resiliency.ts'
import { circuit, design, virtualNetwork } from '../support/expressroute-design.ts'

for (const { locations, says } of [
  {
    locations: ['Amsterdam'],
    says: 'Standard, 1 circuit at Amsterdam; with one of another peering location it would be Maximum',
  },
  {
    locations: ['Amsterdam', 'Amsterdam'],
    says: 'Standard, 2 circuits at Amsterdam; with one of another peering location it would be Maximum',
  },
  { locations: ['Amsterdam', 'Amsterdam2'], says: 'Maximum, 2 circuits at Amsterdam and Amsterdam2' },
  {
    locations: ['Amsterdam Metro'],
    says: 'High, 1 circuit at Amsterdam and Amsterdam2; with one of another peering location it would be Maximum',
  },
  {
    locations: ['Amsterdam Metro', 'Amsterdam2'],
    says: 'High, 2 circuits at Amsterdam and Amsterdam2; with one of another peering location it would be Maximum',
  },
  {
    locations: ['Amsterdam Metro', 'London'],
    says: 'Maximum, 2 circuits at Amsterdam and Amsterdam2 and London',
  },
]) {
  test(`circuits at ${locations.join(' and ')} are ${says.split(',')[0]}`, (t) => {
    const names = locations.map((_, index) => `er-${index}`)
    const found = resiliencies(
      design({
        circuits: new Map(
          locations.map((peeringLocation, index) => [`er-${index}`, circuit({ peeringLocation })]),
        ),
        virtualNetworks: new Map([
          ['vnet-weu', virtualNetwork({ connections: names.map((name) => ({ circuit: name })) })],
          ['apart', virtualNetwork({ connections: [] })],
        ]),
      }),
    )
    t.deepEqual(found.map(resiliencyText), [`resiliency of vnet-weu: ${says}`])
  })
}

test('in 2017 nobody spoke of tiers of resiliency', (t) => {
  t.deepEqual(resiliencies(design({ era: '2017' })), [])
})

import type { Cloud, Era } from './design.ts'

/** A geopolitical area: the regions that a Standard circuit reaches from the peering locations in it. */
export interface Area {
  readonly name: string
  readonly cloud: Cloud
  readonly regions: readonly string[]
  readonly peeringLocations: readonly string[]
}

/**
 * LOC16, July 2016, without the peering locations that were planned then. West US 2 and West Central US
 * stand in RT16's table of communities only; that they are in North America is ours to say.
 */
const areas2017: readonly Area[] = [
  area(
    'North America',
    'East US, West US, East US 2, Central US, South Central US, North Central US, Canada Central, Canada East, West US 2, West Central US',
    'Atlanta, Chicago, Dallas, Los Angeles, New York, Seattle, Silicon Valley, Washington DC, Toronto',
  ),
  area('South America', 'Brazil South', 'Sao Paulo'),
  area('Europe', 'North Europe, West Europe', 'Amsterdam, Dublin, London, Paris'),
  area('Asia', 'East Asia, Southeast Asia', 'Hong Kong, Singapore'),
  area('Japan', 'Japan West, Japan East', 'Osaka, Tokyo'),
  area('Australia', 'Australia Southeast, Australia East', 'Melbourne, Sydney'),
  area('India', 'West India, Central India, South India', 'Chennai, Mumbai'),
  area('US Government', 'US Gov Iowa, US Gov Virginia', 'Chicago, New York, Washington DC', 'us-government'),
  area('China', 'China North, China East', 'Beijing, Shanghai', 'china'),
  area('Germany', 'Germany Central, Germany East', 'Berlin, Frankfurt', 'germany'),
]

/** GEO24. What LOC26 adds has no area in the documents read, and so stands in `locations.ts` alone. */
const areasNow: readonly Area[] = [
  area(
    'Europe',
    'France Central, France South, Germany North, Germany West Central, Italy North, North Europe, Norway East, Norway West, Poland Central, Sweden Central, Switzerland North, Switzerland West, UK West, UK South, West Europe',
    'Amsterdam, Amsterdam2, Berlin, Copenhagen, Dublin, Dublin2, Frankfurt, Frankfurt2, Geneva, London, London2, Madrid, Madrid2, Marseille, Milan, Milan2, Munich, Newport (Wales), Oslo, Paris, Paris2, Stavanger, Stockholm, Warsaw, Zurich, Zurich2',
  ),
  area(
    'North America',
    'East US, East US 2, West US, West US 2, West US 3, Central US, South Central US, North Central US, West Central US, Canada Central, Canada East',
    'Atlanta, Chicago, Chicago2, Dallas, Denver, Las Vegas, Los Angeles, Los Angeles2, Miami, Minneapolis, Montreal, New York, Phoenix, Quebec City, Queretaro, Quincy, San Antonio, Seattle, Silicon Valley, Silicon Valley2, Toronto, Toronto2, Vancouver, Washington DC, Washington DC2',
  ),
  area('South America', 'Brazil South', 'Campinas, Rio de Janeiro, Sao Paulo, Sao Paulo2, Santiago'),
  area(
    'Asia',
    'East Asia, Southeast Asia',
    'Bangkok, Hong Kong, Hong Kong2, Jakarta, Kuala Lumpur, Singapore, Singapore2, Taipei',
  ),
  area('Japan', 'Japan West, Japan East', 'Osaka, Tokyo, Tokyo2, Tokyo3'),
  area('India', 'West India, Central India, South India', 'Chennai, Chennai2, Mumbai, Mumbai2, Pune'),
  area('Oceania', 'Australia East, Australia Southeast', 'Auckland, Melbourne, Perth, Sydney, Sydney2'),
  area('Australia Government', 'Australia Central, Australia Central 2', 'Canberra, Canberra2'),
  area('South Korea', 'Korea Central, Korea South', 'Busan, Seoul, Seoul2'),
  area('UAE', 'UAE Central, UAE North', 'Abu Dhabi, Dubai, Dubai2'),
  area('South Africa', 'South Africa West, South Africa North', 'Cape Town, Johannesburg'),
  area('Qatar', 'Qatar Central', 'Doha, Doha2'),
  area('Israel', 'Israel Central', 'Tel Aviv, Tel Aviv2'),
  area(
    'US Government',
    'US Gov Arizona, US Gov Iowa, US Gov Texas, US Gov Virginia, US DoD Central, US DoD East',
    'Atlanta, Chicago, Dallas, New York, Phoenix, San Antonio, Seattle, Silicon Valley, Washington DC',
    'us-government',
  ),
  area('China East', 'China East, China East 2', 'Shanghai, Shanghai2', 'china'),
  area('China North', 'China North, China North 2, China North 3', 'Beijing, Beijing2', 'china'),
]

export const areas: Readonly<Record<Era, readonly Area[]>> = { '2017': areas2017, current: areasNow }

function area(name: string, regions: string, peeringLocations: string, cloud: Cloud = 'public'): Area {
  return { name, cloud, regions: regions.split(', '), peeringLocations: peeringLocations.split(', ') }
}

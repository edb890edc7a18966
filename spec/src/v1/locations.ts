import places from '../generated/v1-locations.gen.json' with { type: 'json' };
import { type Locations, parseLocations } from '../locations.ts';

export { type Location, type Locations, sourceBase } from '../locations.ts';

/**
 * Where each statement of the contract is written, by its JSON Pointer in the bundled document, such as
 * `#/components/schemas/CallRecord/properties/callId`. The codes of errors.yaml are `#/errors/<code>`. A pointer that is
 * absent stands where the nearest one around it does.
 */
export const locations: Locations = parseLocations(places);

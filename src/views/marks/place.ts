/** Two pictures beside each other have the same regions: each says which of the two it stands in, or a list of regions names everything twice. */
import { createContext, useContext } from 'react';

/** The short name of the place that a picture stands in; empty where there is but one. */
export const Place = createContext('');

/** The name of a region of a picture. */
export function useRegionName(name: string): string {
  const place = useContext(Place);
  return place === '' ? name : `${name}, ${place}`;
}

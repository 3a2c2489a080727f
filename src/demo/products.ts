/** Something on the shelf, its price in euro. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: 'brewers' | 'grinders' | 'kettles' | 'beans' | 'filters';
  readonly price: number;
  /** How often people look at it, beside the others. */
  readonly weight: number;
}

/** What the shop sells. */
export const PRODUCTS: readonly Product[] = [
  { sku: 'BR-V1', name: 'Kessel Dripper', category: 'brewers', price: 24, weight: 9 },
  { sku: 'BR-V2', name: 'Kessel Dripper for two', category: 'brewers', price: 32, weight: 6 },
  { sku: 'BR-P1', name: 'Travel Press', category: 'brewers', price: 39, weight: 5 },
  { sku: 'BR-S1', name: 'Starter Set', category: 'brewers', price: 69, weight: 7 },
  { sku: 'GR-H1', name: 'Hand Grinder No. 3', category: 'grinders', price: 89, weight: 7 },
  { sku: 'GR-H2', name: 'Hand Grinder No. 5', category: 'grinders', price: 149, weight: 4 },
  { sku: 'GR-E1', name: 'Quiet Electric Grinder', category: 'grinders', price: 229, weight: 3 },
  { sku: 'KT-G1', name: 'Gooseneck Kettle', category: 'kettles', price: 59, weight: 7 },
  { sku: 'KT-E1', name: 'Electric Gooseneck Kettle', category: 'kettles', price: 119, weight: 5 },
  { sku: 'BN-HB', name: 'House Blend, 250 g', category: 'beans', price: 9.5, weight: 14 },
  { sku: 'BN-ET', name: 'Ethiopia Guji, 250 g', category: 'beans', price: 13.5, weight: 11 },
  { sku: 'BN-CO', name: 'Colombia Huila, 250 g', category: 'beans', price: 12, weight: 9 },
  { sku: 'BN-KE', name: 'Kenya Nyeri, 250 g', category: 'beans', price: 14.5, weight: 6 },
  { sku: 'BN-1K', name: 'House Blend, 1 kg', category: 'beans', price: 32, weight: 6 },
  { sku: 'FI-01', name: 'Paper Filters, pack of 100', category: 'filters', price: 5.5, weight: 9 },
  { sku: 'FI-02', name: 'Paper Filters for two, pack of 100', category: 'filters', price: 6.5, weight: 5 },
];

/** What people buy once and use for years. */
export const GEAR: readonly Product[] = PRODUCTS.filter(
  ({ category }) => category !== 'beans' && category !== 'filters',
);

/** What people use up. */
export const REFILLS: readonly Product[] = PRODUCTS.filter(
  ({ category }) => category === 'beans' || category === 'filters',
);

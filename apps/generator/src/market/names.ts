/*
 * The words that names are made of. The plain ones are ASCII without escapes, so that a plain line is as plain as
 * it looks; the hostile ones are as hard on a reader as names can be: accents, other scripts, emoji, quotes, slashes.
 */

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(', '));
}

export const plainFirstNames = words(
  'James, Mary, Robert, Patricia, John, Jennifer, Michael, Linda, David, Elizabeth, William, Barbara, Richard',
  'Susan, Joseph, Jessica, Thomas, Sarah, Charles, Karen, Priya, Wei, Aisha, Carlos, Fatima, Hiroshi, Ingrid',
  'Kwame, Leila, Mateo, Nadia, Oluwaseun, Paulo, Ravi, Sofia, Tariq, Uma, Viktor, Yara, Zoltan',
);

export const plainLastNames = words(
  'Smith, Johnson, Williams, Brown, Jones, Garcia, Miller, Davis, Rodriguez, Martinez, Hernandez, Lopez, Gonzalez',
  'Wilson, Anderson, Thomas, Taylor, Moore, Jackson, Martin, Lee, Perez, Thompson, White, Harris, Sanchez, Clark',
  "Ramirez, Lewis, Robinson, Nakamura, Okafor, Petrov, Rossi, Schneider, Svensson, Tanaka, O'Brien, Van Dijk, Yilmaz",
);

export const plainCities = words(
  'New York, Chicago, Houston, Phoenix, Dallas, Austin, Boston, Denver, Seattle, Portland, Memphis, Tucson, Fresno',
  'Atlanta, Miami, Tampa, Omaha, Tulsa, Oakland, Raleigh, Detroit, El Paso, Mesa, Boise, Reno, Salem',
);

export const hostileFirstNames = words(
  'Zoë, José, Łukasz, Þóra, Nguyễn, Ægir, Šárka, Çelik, Ñusta, Ørjan, Ελένη, Дмитрий, محمد, שרה, 李伟, 佐藤, 김민준',
  'अनीता, ณัฐ, Μαρία, Jean "Jojo", A\\B, And/Or, 😀 Smiley, 👩‍👩‍👧 Family, 𝒵oe, é, Ǆ, ﬁona',
);

export const hostileLastNames = words(
  "Müller, García Márquez, O'Brien, Dvořák, Brontë, Strauß, Ångström, Đặng, Kırca, Ibáñez, Παπαδόπουλος, Иванов",
  'حسن, כהן, 王, 鈴木, 박, शर्मा, ใจดี, Šćepanović, "Quote", Back\\slash, For/ward, {Brace}, [Bracket], Com,ma, Co:lon',
  '🎉, 𠮷野, null',
);

export const hostileCities = words(
  'Zürich, São Paulo, Łódź, Kraków, Malmö, Reykjavík, Αθήνα, Київ, القاهرة, תל אביב, 東京, 北京, 서울, मुंबई, กรุงเทพฯ',
  'L\'Aquila, Winston/Salem, "The" Hague, Baden\\Baden, 𝔅erlin',
);

export const storeBrands = words('Harbor, Summit, Maple, Union, Liberty, Crown, Lake, Sunrise, Elm');
export const storeKinds = words('Market, Outlet, Mall, Plaza, Corner, Store, Express');

/** What a category sells, and between which prices, in cents. */
export interface Goods {
  readonly nouns: readonly string[];
  readonly cents: readonly [least: number, most: number];
}

/** What each of the contract's categories sells. */
export const goods: Readonly<Record<string, Goods>> = {
  Electronics: {
    nouns: words('Headphones, Tablet, Camera, Speaker, Monitor, Keyboard'),
    cents: [1499, 149_999],
  },
  Clothing: { nouns: words('T-Shirt, Jacket, Jeans, Sweater, Dress, Socks'), cents: [599, 19_999] },
  Groceries: {
    nouns: words('Coffee, Olive Oil, Pasta, Green Tea, Honey, Granola'),
    cents: [99, 2_999],
  },
  'Home & Kitchen': {
    nouns: words('Blender, Toaster, Knife Set, Cookware, Lamp, Rug'),
    cents: [999, 39_999],
  },
  Beauty: { nouns: words('Shampoo, Face Cream, Lipstick, Perfume, Hand Soap'), cents: [299, 12_999] },
  Sports: { nouns: words('Yoga Mat, Dumbbells, Sneakers, Tent, Helmet'), cents: [799, 29_999] },
  Toys: { nouns: words('Bricks, Puzzle, Board Game, Doll, Train'), cents: [499, 9_999] },
  Books: { nouns: words('Novel, Cookbook, Biography, Atlas, Poetry'), cents: [399, 7_999] },
  Furniture: { nouns: words('Chair, Bookshelf, Table, Sofa, Desk'), cents: [3_999, 199_999] },
  Automotive: {
    nouns: words('Wipers, Motor Oil, Car Charger, Floor Mats, Tire Gauge'),
    cents: [499, 24_999],
  },
};

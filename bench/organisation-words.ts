import { shuffled, type Random } from './random.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** What names are made of. The lists share no word, so that names of two sorts never meet. */
const qualifiers = words(`
  amber anchor apricot arctic aspen atlas aurora autumn azure bamboo basalt beacon birch bishop blizzard bonfire bramble
  bronze buttercup cactus canyon cardinal caribou cascade cedar chalk cherry chestnut cinnamon citrus clover cobalt comet
  condor copper coral cosmic cotton coyote crimson crystal cypress dahlia daisy denim desert dolphin driftwood eagle ebony
  echo eclipse ember emerald falcon feather fennel fjord flamingo flint forest fossil frost galaxy garnet gazelle geyser
  ginger glacier golden granite harvest hawthorn hazel heather hickory horizon hurricane indigo iris island ivory jade
  jaguar jasmine juniper kestrel lagoon lantern larch lavender lemon leopard lilac linen lotus lunar magenta magnet mango
  maple marble marigold meadow mercury midnight mistral monsoon mosaic mulberry mustang nebula nectar nimbus nutmeg oasis
  obsidian olive onyx opal orchid osprey otter oyster panther papaya pebble pelican peppermint phoenix pioneer planet
  prairie primrose pumpkin quartz rainbow raven redwood ripple river saffron sapphire scarlet sequoia shadow sierra silver
  solar sparrow spruce summit sunset tangerine thistle thunder timber topaz tropic tulip tundra turquoise velvet violet
  walnut willow winter zephyr`);

const functions = words(`
  accounting adapter address agenda alerting allocation analytics appraisal archive assembly auction audit balance banking
  barcode basket billing booking branding broker budget bulletin calendar campaign capture carrier cashier catalogue census
  challenge checkout claims clearing collector commission compliance consent contract converter coupon courier credit
  crawler currency customer dashboard delivery deposit directory discount dispatch document donation draft election
  enrolment estimate evidence exchange export feedback finance forecast formatter fulfilment funding gallery gateway
  geocoder greeting guarantee handover hiring identity import inbox indexer insurance intake inventory invoice journal
  keyboard kitchen labelling landing leasing ledger licence listing lobby locator lookup loyalty mailing manifest mapping
  marketing matching measure membership merchant metering migration moderation mortgage newsletter notifier offering
  onboarding ordering packing parcel parking partner passport payment payroll pension permission photo planner playlist
  policy portal postage preview pricing printer procurement profile promotion property publisher purchase quality quota
  rating receipt recipe recruiting redemption referral refund registry reminder rental replay reporting reputation
  reservation retention returns reward roster routing safety salary sampling scheduler scoring search seating settlement
  shipping signup simulator sourcing staffing statement stocktake storage subscription suggestion supplier support survey
  sweeper tagging tariff taxation telemetry testing ticketing timesheet tracking trading training transfer translation
  treasury trial upload valuation vendor verification visitor voting voucher wallet warehouse warranty watchlist webhook
  weighing welcome wishlist workflow`);

const stores = words(`
  archives bucket cache cluster database datalake fileshare keystore lake mailbox partition queue replica snapshots stream
  table topic vault volume warm-standby blobs counters events facts frames images locks metrics sessions tokens`);

const crews = words('team crew guild squad studio workshop bureau chapter circle bench');
const systems = words('platform suite engine hub network fabric cloud stack desk exchange-floor mesh works');
const realms = words('domain field sphere realm territory');

const firstNames = words(`
  Ada Adil Agnes Aisha Alba Alma Amal Anders Anouk Anton Arjun Astrid Aylin Bela Bianca Bjorn Bruno Carla Cato Celia Chidi
  Clara Dario Delia Dmitri Dora Edda Elif Elsa Emeka Enzo Esther Etta Fabio Farah Felix Fiona Frida Gaston Greta Gustav
  Hana Hassan Hedda Helga Hugo Ibrahim Ida Ilse Imani Ingrid Irina Isak Ivo Jamal Jana Jasper Joana Jonas Juno Kaito Karin
  Kemal Kiran Klara Kofi Lars Leila Liam Linnea Lorenzo Luisa Magnus Malik Mara Marek Mariam Mateo Mika Mina Nadia Nikhil
  Nora Olga Omar Oskar Paloma Pavel Petra Priya Quentin Rafael Ramona Rosa Ruben Sanna Selma Sergei Silvia Simone Stella
  Sven Tamar Tariq Thea Tilda Umar Ursula Valentin Vera Viktor Wanda Xenia Yara Yusuf Zara Zoltan`);

const lastNames = words(`
  Abbott Adeyemi Aguilar Almeida Andersson Aoki Baptiste Barros Becker Bergman Bianchi Blum Borg Brandt Bukowski Cabrera
  Castell Cervantes Chandra Cohen Corrigan Costa Dahl Danjuma Delgado Demir Dietrich Dubois Eklund Engel Eriksen Farkas
  Fischer Fontaine Forsberg Fujita Gallo Garland Goldstein Gomes Gruber Gupta Haddad Halvorsen Hartmann Hayashi Hoffmann
  Holm Horvat Ibarra Ivanova Jansen Jensen Johansson Kaplan Karlsen Katz Keller Khoury Kimura Klein Kovacs Kowalski Krause
  Laine Lambert Larsen Lehmann Leroy Lindgren Lombardi Lopez Lund Machado Mancini Marchetti Markovic Mbeki Mendes Meyer
  Moretti Mueller Nakamura Navarro Nielsen Novak Nystrom Okafor Olsen Ortega Osei Palmer Park Patel Pereira Petrov Pohl
  Popescu Quist Rahman Ramos Reyes Ricci Rossi Sandberg Santos Sato Schmidt Serra Shapiro Silva Soto Suzuki Takeda
  Tanaka Torres Varga Vasquez Vogel Wagner Weiss Wolff Yamada Zhou Zimmermann`);

/** Sorts of things that are named. */
export interface NameSupply {
  component: () => string;
  resource: () => string;
  system: () => string;
  domain: () => string;
  group: () => string;
  /** First and last name, with a number when all pairs are used up. */
  person: () => string;
}

/** Names from word pairs, each given once; numbers are added only when the pairs of a sort are used up. */
export function nameSupply(random: Random): NameSupply {
  return {
    component: pairs(qualifiers, functions, '-', random),
    resource: pairs(qualifiers, stores, '-', random),
    system: pairs(qualifiers, systems, '-', random),
    domain: pairs(functions, realms, '-', random),
    group: pairs(qualifiers, crews, '-', random),
    person: pairs(firstNames, lastNames, ' ', random),
  };
}

function pairs(first: readonly string[], second: readonly string[], between: string, random: Random): () => string {
  const all = shuffled(
    first.flatMap((a) => second.map((b) => `${a}${between}${b}`)),
    random,
  );
  let given = 0;
  return () => {
    const round = Math.floor(given / all.length);
    const name = all[given % all.length] as string;
    given += 1;
    return round === 0 ? name : `${name}${between}${round + 1}`;
  };
}

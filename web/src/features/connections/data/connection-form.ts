import { type CredentialSummary, limits, saveConnection, shopKeys } from 'functions/contracts';
import { z } from 'zod';

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

/** What the form of a shop gives. Of one that is there, the keys may stay empty: they are kept, for that host alone. */
export const connectionForm = (stored: Pick<CredentialSummary, 'url'> | null) =>
  z
    .object({
      label: saveConnection.input.shape.label,
      url: saveConnection.input.shape.url,
      consumerKey: z.string().trim().max(limits.secretLength),
      consumerSecret: z.string().trim().max(limits.secretLength),
    })
    .superRefine(({ url, consumerKey, consumerSecret }, context) => {
      const moved = stored !== null && originOf(stored.url) !== originOf(url);
      const given = consumerKey !== '' || consumerSecret !== '';
      if (stored !== null && !moved && !given) return;
      const message =
        moved && !given ? 'With another address the keys have to be given again.' : 'Fill this in.';
      for (const [field, value] of Object.entries({ consumerKey, consumerSecret })) {
        if (value === '') context.addIssue({ code: 'custom', path: [field], message });
      }
    })
    .transform(({ label, url, ...keys }) => ({
      label,
      url,
      keys: keys.consumerKey === '' ? null : shopKeys.parse(keys),
    }));

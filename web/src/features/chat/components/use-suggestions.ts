import { useEffect, useState } from 'react';
import { onlyDirect, type Suggestion, suggestionsFor } from '../data/suggestions.ts';

/** What an empty chat offers; null while it is being read. What cannot be read leaves the one that needs no agent. */
export function useSuggestions(tenantId: string): readonly Suggestion[] | null {
  const [read, setRead] = useState<{ tenantId: string; suggestions: readonly Suggestion[] } | null>(null);
  useEffect(() => {
    let current = true;
    suggestionsFor(tenantId)
      .catch((error: unknown) => {
        console.warn('the suggestions could not be read', error);
        return onlyDirect;
      })
      .then((suggestions) => current && setRead({ tenantId, suggestions }))
      .catch((error: unknown) => console.warn(error));
    return () => {
      current = false;
    };
  }, [tenantId]);
  return read?.tenantId === tenantId ? read.suggestions : null;
}

import { useEffect, useState } from 'react';
import { isSuperAdmin } from '../../features/auth/data/super-admin.ts';
import { Empty, Page, Skeleton } from '../../components/ui/page.tsx';
import { ModelsPage } from '../../features/super-admin/components/models-page.tsx';
import { CompanyHeader } from './company-header.tsx';

/** What is for super-admins only. The backend checks each call; this only spares others the sight. */
export default function Admin() {
  const [may, setMay] = useState<boolean | null>(null);
  useEffect(() => {
    let current = true;
    isSuperAdmin()
      .catch(() => false)
      .then((found) => current && setMay(found))
      .catch((error: unknown) => console.warn(error));
    return () => {
      current = false;
    };
  }, []);
  return (
    <>
      <CompanyHeader title="Models" />
      <main id="main" className="min-h-0 flex-1 overflow-y-auto">
        {may === null ? (
          <Page title="">
            <Skeleton />
          </Page>
        ) : null}
        {may === false ? (
          <Page title="For super-admins">
            <Empty title="This account does not look after the deployment">
              A super-admin is made by whoever runs it, with a script. After that, sign out and in again.
            </Empty>
          </Page>
        ) : null}
        {may ? <ModelsPage /> : null}
      </main>
    </>
  );
}

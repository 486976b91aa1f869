// The office: one record's pages in one frame. The record's name is the first word of the path.

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { Acting } from './act.tsx';
import { askJson, Here } from './api.ts';
import { Speaking, useWords } from './i18n.tsx';
import { Mechanisms, useMechanismQuery } from './names.tsx';
import { Asked, Empty, Loading, Page } from './parts.tsx';
import { Shell } from './Shell.tsx';
import { SignedIn, useMe } from './session.tsx';

const page = <K extends string>(load: () => Promise<Record<K, React.ComponentType>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

const Brief = page(() => import('./Brief.tsx'), 'Brief');
const PublicPage = page(() => import('./PublicPage.tsx'), 'PublicPage');
const SignIn = page(() => import('./SignIn.tsx'), 'SignIn');

const client = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } });

export function Office() {
  return (
    <QueryClientProvider client={client}>
      <Speaking>
        <Records />
      </Speaking>
    </QueryClientProvider>
  );
}

/** Finds the record that the path names; with none, the host's first. */
function Records() {
  const { language, t } = useWords();
  const health = useQuery({
    queryKey: ['healthz'],
    queryFn: () => askJson<{ ready: boolean; records: { name: string; size: number }[] }>('/healthz', language),
    retry: 10,
    retryDelay: 1_000,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Asked query={health}>
      {({ records }) => {
        const first = location.pathname.split('/')[1];
        const record = records.find((one) => one.name === first) ?? records[0];
        if (!record) return <Empty>{t('record.none')}</Empty>;
        return (
          <Router base={`/${record.name}`}>
            {record.name === first ? <OneRecord record={record.name} /> : <Redirect to="/" />}
          </Router>
        );
      }}
    </Asked>
  );
}

function OneRecord({ record }: { record: string }) {
  const { language } = useWords();
  const here = useMemo(() => ({ record, language }), [record, language]);
  return (
    <Here value={here}>
      <WithMechanism />
    </Here>
  );
}

function WithMechanism() {
  const mechanism = useMechanismQuery();
  return (
    <Asked query={mechanism}>
      {(found) => (
        <Mechanisms value={found}>
          <SignedIn mechanism={found}>
            <Acting>
              <Shell>
                <Suspense fallback={<Loading />}>
                  <Pages />
                </Suspense>
              </Shell>
            </Acting>
          </SignedIn>
        </Mechanisms>
      )}
    </Asked>
  );
}

function Home() {
  const { viewer, known } = useMe();
  if (!known) return <Loading />;
  return viewer ? <Brief /> : <PublicPage />;
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/brief" component={Brief} />
      <Route path="/public" component={PublicPage} />
      <Route path="/sign-in" component={SignIn} />
      <Route component={Nowhere} />
    </Switch>
  );
}

function Nowhere() {
  const { t } = useWords();
  return <Page title={t('nowhere.title')} lede={t('nowhere.lede')} />;
}

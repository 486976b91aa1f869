// The office: one record's pages in one frame. The record's name is the first word of the path.

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Component, lazy, type ReactNode, Suspense, useMemo } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { Acting } from './act.tsx';
import { askJson, Here } from './api.ts';
import { Speaking, useWords } from './i18n.tsx';
import { Mechanisms, useMechanismQuery } from './names.tsx';
import { Asked, Empty, Loading, Page, Trouble } from './parts.tsx';
import { Shell } from './Shell.tsx';
import { SignedIn, useMe } from './session.tsx';
import { Unfounded } from './Unfounded.tsx';

const page = <K extends string>(load: () => Promise<Record<K, React.ComponentType>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

const Acts = page(() => import('./AnyAct.tsx'), 'Acts');
const Agreement = page(() => import('./Agreement.tsx'), 'Agreement');
const Agreements = page(() => import('./Agreements.tsx'), 'Agreements');
const AnyAct = page(() => import('./AnyAct.tsx'), 'AnyAct');
const Brief = page(() => import('./Brief.tsx'), 'Brief');
const Bulletin = page(() => import('./Bulletin.tsx'), 'Bulletin');
const Bulletins = page(() => import('./Bulletins.tsx'), 'Bulletins');
const Case = page(() => import('./Case.tsx'), 'Case');
const Cases = page(() => import('./Cases.tsx'), 'Cases');
const ConfidentialFile = page(() => import('./Confidential.tsx'), 'ConfidentialFile');
const ConfidentialRoute = page(() => import('./Confidential.tsx'), 'ConfidentialRoute');
const Crossings = page(() => import('./Crossings.tsx'), 'Crossings');
const Docket = page(() => import('./Docket.tsx'), 'Docket');
const Document = page(() => import('./Document.tsx'), 'Document');
const Documents = page(() => import('./Documents.tsx'), 'Documents');
const Draft = page(() => import('./Drafts.tsx'), 'Draft');
const Drafts = page(() => import('./Drafts.tsx'), 'Drafts');
const Entry = page(() => import('./Entry.tsx'), 'Entry');
const Evidence = page(() => import('./Evidence.tsx'), 'Evidence');
const FileReport = page(() => import('./FileReport.tsx'), 'FileReport');
const Handovers = page(() => import('./Handovers.tsx'), 'Handovers');
const HotlineCall = page(() => import('./Hotline.tsx'), 'HotlineCall');
const HotlineCalls = page(() => import('./Hotline.tsx'), 'HotlineCalls');
const Incident = page(() => import('./Incident.tsx'), 'Incident');
const IncidentNew = page(() => import('./IncidentNew.tsx'), 'IncidentNew');
const Incidents = page(() => import('./Incidents.tsx'), 'Incidents');
const MapTimeline = page(() => import('./MapTimeline.tsx'), 'MapTimeline');
const Members = page(() => import('./Members.tsx'), 'Members');
const Notice = page(() => import('./Notices.tsx'), 'Notice');
const Notices = page(() => import('./Notices.tsx'), 'Notices');
const PersonList = page(() => import('./Handovers.tsx'), 'PersonList');
const PublicPage = page(() => import('./PublicPage.tsx'), 'PublicPage');
const Record = page(() => import('./Record.tsx'), 'Record');
const Report = page(() => import('./Report.tsx'), 'Report');
const Reports = page(() => import('./Reports.tsx'), 'Reports');
const Sealed = page(() => import('./Sealed.tsx'), 'Sealed');
const Search = page(() => import('./Search.tsx'), 'Search');
const Share = page(() => import('./Sharing.tsx'), 'Share');
const Sharing = page(() => import('./Sharing.tsx'), 'Sharing');
const SignIn = page(() => import('./SignIn.tsx'), 'SignIn');
const Talks = page(() => import('./Talks.tsx'), 'Talks');
const Terms = page(() => import('./Terms.tsx'), 'Terms');
const Verify = page(() => import('./Verify.tsx'), 'Verify');

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
  // Followed, not read once: sending on to the record's own address below changes it.
  const [path] = useLocation();
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
        const first = path.split('/')[1];
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
      {(found) =>
        found.terms === null ? (
          <Unfounded mechanism={found} />
        ) : (
          <Mechanisms value={found}>
            <SignedIn mechanism={found}>
              <Acting>
                <Shell>
                  <Suspense fallback={<Loading />}>
                    <Whole>
                      <Pages />
                    </Whole>
                  </Suspense>
                </Shell>
              </Acting>
            </SignedIn>
          </Mechanisms>
        )
      }
    </Asked>
  );
}

/** A page that breaks says so in its place; the frame around it stays, and the next page is tried afresh. */
function Whole({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return <Broken key={path}>{children}</Broken>;
}
class Broken extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <Trouble error={this.state.error} again={() => this.setState({ error: undefined })} />;
  }
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
      <Route path="/map" component={MapTimeline} />
      <Route path="/search" component={Search} />
      <Route path="/file" component={FileReport} />
      <Route path="/reports" component={Reports} />
      <Route path="/report/:id" component={Report} />
      <Route path="/incidents" component={Incidents} />
      <Route path="/incident/new" component={IncidentNew} />
      <Route path="/incident/:id" component={Incident} />
      <Route path="/cases" component={Cases} />
      <Route path="/case/:id" component={Case} />
      <Route path="/notices" component={Notices} />
      <Route path="/notice/:id" component={Notice} />
      <Route path="/hotline" component={HotlineCalls} />
      <Route path="/hotline/:id" component={HotlineCall} />
      <Route path="/handovers" component={Handovers} />
      <Route path="/docket/:id" component={Docket} />
      <Route path="/list/:id" component={PersonList} />
      <Route path="/sharing" component={Sharing} />
      <Route path="/share/:id" component={Share} />
      <Route path="/confidential" component={ConfidentialRoute} />
      <Route path="/confidential/:id" component={ConfidentialFile} />
      <Route path="/agreements" component={Agreements} />
      <Route path="/agreement/:id" component={Agreement} />
      <Route path="/talks" component={Talks} />
      <Route path="/crossings" component={Crossings} />
      <Route path="/documents" component={Documents} />
      <Route path="/document/:id" component={Document} />
      <Route path="/bulletins" component={Bulletins} />
      <Route path="/bulletin/:id" component={Bulletin} />
      <Route path="/verify" component={Verify} />
      <Route path="/evidence/:sha256" component={Evidence} />
      <Route path="/sealed" component={Sealed} />
      <Route path="/record" component={Record} />
      <Route path="/entry/:id" component={Entry} />
      <Route path="/members" component={Members} />
      <Route path="/terms" component={Terms} />
      <Route path="/drafts" component={Drafts} />
      <Route path="/draft/:id" component={Draft} />
      <Route path="/act" component={Acts} />
      <Route path="/act/:of/:verb" component={AnyAct} />
      <Route component={Nowhere} />
    </Switch>
  );
}

function Nowhere() {
  const { t } = useWords();
  return <Page title={t('nowhere.title')} lede={t('nowhere.lede')} />;
}

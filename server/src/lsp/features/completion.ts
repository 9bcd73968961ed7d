import {
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  CompletionTriggerKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem as ProtocolItem,
  type Range,
} from 'vscode-languageserver';
import type { TextFile } from '../../base/file.ts';
import { isNginxReference } from '../../catalog/nginx-reference.ts';
import {
  type Completion,
  type CompletionItem,
  type DocKey,
  type ItemKind,
  triggerCharacters,
} from '../../features/completion/completion.ts';
import { documentationOf } from '../../features/completion/documentation.ts';
import { withoutStops } from '../../features/completion/item.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { markupOf } from '../markup.ts';
import { pointed, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** What may be written at the cursor; descriptions are made when the editor asks for them. */
export const completions: Feature = {
  capabilities: {
    completionProvider: { triggerCharacters: [...triggerCharacters], resolveProvider: true },
  },
  register: (session) => {
    session.connection.onCompletion(
      answering<CompletionParams, CompletionList | null>(session.log, 'Completion', null, (params) =>
        listFor(session, params),
      ),
    );
    session.connection.onCompletionResolve((item, token) =>
      answering<ProtocolItem, ProtocolItem>(session.log, 'A description', item, (given) =>
        described(session, given),
      )(item, token),
    );
  },
};

function listFor(session: Session, params: CompletionParams): CompletionList | null {
  const here = pointed(session, params);
  if (!here) return null;
  const { snapshot, file, offset } = here;
  const { triggerKind, triggerCharacter } = params.context ?? {};
  const trigger = triggerKind === CompletionTriggerKind.TriggerCharacter ? triggerCharacter : undefined;
  const found = session.service.completion(snapshot, file.uri, offset, {
    trigger,
    nginxDirectives: nginxDirectivesOf(session),
  });
  return found ? protocolList(session, file, offset, found) : null;
}

/** By the setting; `auto` leaves them to another extension that our client knows to list them. */
function nginxDirectivesOf({ settings, options }: Session): 'offered' | 'left out' {
  const { nginxDirectives } = settings();
  if (nginxDirectives !== 'auto') return nginxDirectives === 'on' ? 'offered' : 'left out';
  return options.nginxDirectivesElsewhere === true ? 'left out' : 'offered';
}

/** All items of a list replace the same text, so it is said once where the editor understands that. */
function protocolList(
  session: Session,
  file: TextFile,
  offset: number,
  { span, items }: Completion,
): CompletionList {
  const replace = rangeOf(file, span);
  const insert = { start: replace.start, end: rangeOf(file, { start: offset, end: offset }).end };
  const form: Form = { ...abilities(session), insert, replace };
  const list = { isIncomplete: false, items: items.map((item) => protocolItem(item, form)) };
  return form.sharesRange
    ? { ...list, itemDefaults: { editRange: form.both ? { insert, replace } : replace } }
    : list;
}

interface Form {
  readonly snippets: boolean;
  readonly tags: boolean;
  readonly details: boolean;
  readonly commits: boolean;
  /** The editor tells inserting from replacing. */
  readonly both: boolean;
  readonly sharesRange: boolean;
  readonly insert: Range;
  readonly replace: Range;
}

function abilities({ client }: Session): Omit<Form, 'insert' | 'replace'> {
  const { completionItem, completionList } = client.textDocument?.completion ?? {};
  return {
    snippets: completionItem?.snippetSupport === true,
    tags: completionItem?.tagSupport?.valueSet.includes(1) === true,
    details: completionItem?.labelDetailsSupport === true,
    commits: completionItem?.commitCharactersSupport === true,
    both: completionItem?.insertReplaceSupport === true,
    sharesRange: completionList?.itemDefaults?.includes('editRange') === true,
  };
}

const kinds: Readonly<Record<ItemKind, CompletionItemKind>> = {
  section: CompletionItemKind.Module,
  option: CompletionItemKind.Property,
  directive: CompletionItemKind.Property,
  block: CompletionItemKind.Module,
  setting: CompletionItemKind.Property,
  hook: CompletionItemKind.Function,
  flag: CompletionItemKind.Property,
  parameter: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  variable: CompletionItemKind.Variable,
  expansion: CompletionItemKind.Variable,
  name: CompletionItemKind.Reference,
  address: CompletionItemKind.Value,
  class: CompletionItemKind.Class,
  file: CompletionItemKind.File,
  snippet: CompletionItemKind.Snippet,
};

function protocolItem(item: CompletionItem, form: Form): ProtocolItem {
  const { label, kind, detail, filter, rank, deprecated, preselect, commit, doc } = item;
  const isSnippet = item.form === 'snippet' && form.snippets;
  return {
    label,
    kind: kinds[kind],
    sortText: `${String(rank).padStart(2, '0')}${label}`,
    ...(detail === undefined ? {} : form.details ? { labelDetails: { description: detail } } : { detail }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...editOf(item, form, isSnippet ? (item.insert ?? label) : plainInsert(item)),
    ...(deprecated && form.tags ? { tags: [1] } : {}),
    ...(preselect ? { preselect } : {}),
    ...(commit && form.commits ? { commitCharacters: [...commit] } : {}),
    ...(doc ? { data: doc } : {}),
  };
}

const plainInsert = ({ insert, label, form }: CompletionItem): string =>
  form === 'snippet' ? withoutStops(insert ?? label) : (insert ?? label);

function editOf({ label }: CompletionItem, form: Form, newText: string): Partial<ProtocolItem> {
  const { insert, replace, both, sharesRange } = form;
  if (sharesRange) return newText === label ? {} : { textEditText: newText };
  return { textEdit: both ? { newText, insert, replace } : { newText, range: replace } };
}

async function described(session: Session, item: ProtocolItem): Promise<ProtocolItem> {
  const key = item.data as DocKey | undefined;
  if (!key || typeof key !== 'object' || !('of' in key)) return item;
  const needsManual = key.of === 'directive' || key.of === 'variable';
  const manual = needsManual ? await session.data('nginx-reference.json') : undefined;
  const text = documentationOf(key, isNginxReference(manual) ? manual : undefined);
  if (text === undefined) return item;
  const formats = session.client.textDocument?.completion?.completionItem?.documentationFormat ?? [];
  return { ...item, documentation: markupOf(text, formats.length === 0 ? [MarkupKind.PlainText] : formats) };
}

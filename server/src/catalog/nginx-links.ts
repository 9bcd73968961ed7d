import type { DirectiveProtocol } from './nginx-mask.ts';

const site = 'https://nginx.org/en/docs';

/** Modules of the source that the manual describes on another module's page. */
const pages: Readonly<Record<string, string>> = {
  ngx_http_copy_filter_module: 'ngx_http_core_module',
  ngx_http_try_files_module: 'ngx_http_core_module',
  ngx_http_module: 'ngx_http_core_module',
  ngx_stream_module: 'ngx_stream_core_module',
  ngx_mail_module: 'ngx_mail_core_module',
};

/** Directives that the manual describes elsewhere than the others of their module. */
const directivePages: Readonly<Record<string, string>> = {
  error_log: 'ngx_core_module',
  gzip_disable: 'ngx_http_gzip_module',
  gzip_http_version: 'ngx_http_gzip_module',
  gzip_proxied: 'ngx_http_gzip_module',
  gzip_vary: 'ngx_http_gzip_module',
  quic_bpf: 'ngx_http_v3_module',
};

/** The module whose page of nginx's manual describes a directive of a module of the source. */
export const manualModuleOf = (directive: string, module: string, protocol: DirectiveProtocol): string =>
  Object.hasOwn(directivePages, directive)
    ? (directivePages[directive] ?? module)
    : manualModule(module, protocol);

/** Filters that kept the word in the manual. */
const keepsFilter = /image_filter/;

/** The module whose page of nginx's manual describes a module of the source: `ngx_core_module` for all core ones. */
export function manualModule(module: string, protocol: DirectiveProtocol): string {
  if (module === 'ngx_google_perftools_module') return module;
  if (protocol === 'any' || protocol === 'core' || protocol === 'event') return coreManualModule(module);
  const page = pages[module];
  if (page) return page;
  const upstream = /^ngx_(http|stream)_upstream_(?!conf_|hc_)\w+$/.exec(module);
  if (upstream) return `ngx_${upstream[1]}_upstream_module`;
  return keepsFilter.test(module) ? module : module.replace('_filter_module', '_module');
}

const coreManualModule = (module: string): string => pages[module] ?? 'ngx_core_module';

/** The folder of the manual that a module's page is in, with its slash; empty for core modules. */
const folderOf = (page: string): string => {
  const protocol = /^ngx_(http|stream|mail)_/.exec(page)?.[1];
  return protocol ? `${protocol}/` : '';
};

/** The page of nginx's manual on a module, or its part on one directive. */
export function nginxLink(module: string, protocol: DirectiveProtocol, directive?: string): string {
  const page =
    directive === undefined ? manualModule(module, protocol) : manualModuleOf(directive, module, protocol);
  return `${site}/${folderOf(page)}${page}.html${directive === undefined ? '' : `#${directive}`}`;
}

/** The part of nginx's manual on a variable, given the module that its reference names; families end in `_`. */
export const nginxVariableLink = (module: string, name: string): string =>
  `${site}/${folderOf(module)}${module}.html#var_${name.replace(/NAME$/, '')}`;

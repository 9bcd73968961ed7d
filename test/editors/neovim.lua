-- Does in Neovim what a person does there, and writes what came of it as JSON: ANSWERS names the file, FOLDER the
-- deployment. Neovim 0.11 and newer has loaded the block of docs/editors.md; an older one starts the client by hand.
local folder = vim.env.FOLDER
local older = not vim.lsp.config
local answers = { shows = vim.lsp.handlers['window/showDocument'] ~= nil }

local function soon(what, holds)
  if not vim.wait(15000, holds, 10) then error('Neovim waited in vain for ' .. what .. '; messages: ' .. vim.fn.execute('messages')) end
end

local by_hand
local function attach(buffer)
  if not older then return end
  by_hand = by_hand or vim.lsp.start_client({
    name = 'scaling_lens',
    cmd = { 'scaling-lens', 'server', '--stdio' },
    root_dir = folder,
  })
  vim.lsp.buf_attach_client(buffer, by_hand)
end

local function client_of(buffer)
  local clients = older and vim.lsp.buf_get_clients(buffer) or vim.lsp.get_clients({ bufnr = buffer })
  for _, client in pairs(clients) do
    if client.name == 'scaling_lens' then return client end
  end
end

local function open(path)
  vim.cmd('edit ' .. folder .. '/' .. path)
  local buffer = vim.api.nvim_get_current_buf()
  attach(buffer)
  soon('a client for ' .. path, function() return client_of(buffer) ~= nil end)
  return buffer
end

local function codes(buffer)
  return vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(buffer))
end

local function until_finding(buffer, code)
  soon(code, function() return vim.tbl_contains(codes(buffer), code) end)
end

-- Places the cursor on the first character of a text.
local function go_to(text)
  vim.fn.cursor(1, 1)
  if vim.fn.search('\\V' .. text, 'cW') == 0 then error('No ' .. text .. ' here') end
end

local function text_of(path)
  local buffer = vim.fn.bufnr(folder .. '/' .. path)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

local function hover()
  vim.lsp.buf.hover()
  local shown
  soon('the hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then shown = window end
    end
    return shown ~= nil
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(shown), 0, -1, false)
  vim.api.nvim_win_close(shown, true)
  return table.concat(lines, '\n')
end

local function here() return vim.api.nvim_buf_get_name(0):sub(#folder + 2) .. ':' .. vim.fn.line('.') end

-- Picks the first code action whose title begins so, as a person does in the menu.
local function fix(title)
  local picked, offered = nil, {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      local shown = options.format_item and options.format_item(item) or item
      table.insert(offered, shown)
      if not picked and shown:find(title, 1, true) == 1 then picked = item end
    end
    choose(picked)
  end
  vim.lsp.buf.code_action()
  soon(title .. ' among ' .. vim.inspect(offered), function() return picked ~= nil end)
end

local function execute(buffer, command, arguments)
  local client = client_of(buffer)
  local params = { command = command, arguments = arguments }
  local answered = function(err) answers.failure = err and err.message or answers.failure end
  if older then client.request('workspace/executeCommand', params, answered, buffer)
  else client:request('workspace/executeCommand', params, answered, buffer) end
end

-- Where the lens of a program leads; an editor that cannot show a place at a server's wish has its text alone.
local function follow_lens(buffer)
  if not vim.lsp.handlers['window/showDocument'] then
    local lens = vim.lsp.codelens.get(buffer)[1]
    return lens.command.command == '' and 'text alone' or lens.command.command
  end
  go_to('program:api')
  vim.lsp.codelens.run()
  soon('the place of the lens', function() return here():find('^nginx/shop.conf') ~= nil end)
  return here()
end

local function run()
  local nginx = open('nginx/shop.conf')
  until_finding(nginx, 'xfile/leading-zero-mismatch')
  answers.root = client_of(nginx).config.root_dir

  go_to('web_00.sock')
  vim.lsp.buf.definition()
  soon('the definition', function() return here():find('^supervisord.conf') ~= nil end)
  answers.definition = here()
  local supervisor = open('supervisord.conf')
  until_finding(supervisor, 'xfile/numprocs-vs-upstream-count')

  go_to('numprocs=3')
  answers.hover = hover()
  go_to('3\\n')
  fix("Make 'shop_web' name the 3 instances")
  soon('the fixed upstream', function() return text_of('nginx/shop.conf'):find('web_02.sock', 1, true) ~= nil end)
  soon('findings after the fix', function()
    return not vim.tbl_contains(codes(supervisor), 'xfile/numprocs-vs-upstream-count')
  end)
  answers.fixed = text_of('nginx/shop.conf')

  vim.cmd('edit ' .. folder .. '/nginx/shop.conf')
  go_to('shop_api {')
  vim.lsp.buf.rename('backend')
  soon('the new name', function() return text_of('nginx/shop.conf'):find('http://backend;', 1, true) ~= nil end)
  answers.renamed = text_of('nginx/shop.conf')

  vim.cmd('edit ' .. folder .. '/supervisord.conf')
  vim.lsp.codelens.refresh()
  soon('a lens', function() return #vim.lsp.codelens.get(supervisor) > 0 end)
  answers.lens = follow_lens(supervisor)

  execute(supervisor, 'scalingLens.server.scale', { vim.uri_from_fname(folder .. '/supervisord.conf'), 'web', 4 })
  soon('four instances', function() return text_of('supervisord.conf'):find('numprocs=4', 1, true) ~= nil end)
  answers.scaled = text_of('nginx/shop.conf')

  local python = open('gunicorn.conf.py')
  until_finding(python, 'xfile/total-workers-vs-cores')
  vim.fn.append(vim.fn.line('$'), 'worker_cl')
  vim.fn.cursor(vim.fn.line('$'), 9)
  vim.cmd('startinsert!')
  local reply = vim.lsp.buf_request_sync(python, 'textDocument/completion', {
    textDocument = { uri = vim.uri_from_bufnr(python) },
    position = { line = vim.fn.line('$') - 1, character = 9 },
  }, 10000)
  answers.completion = {}
  for _, one in pairs(reply or {}) do
    for _, item in ipairs(one.result.items or one.result) do table.insert(answers.completion, item.label) end
  end
end

local fine, failure = xpcall(run, debug.traceback)
if not fine then answers.failure = failure end
vim.fn.writefile({ vim.json and vim.json.encode(answers) or vim.fn.json_encode(answers) }, vim.env.ANSWERS)
vim.cmd('qall!')

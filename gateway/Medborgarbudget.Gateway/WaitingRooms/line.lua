-- Moves the line of one sub-budget on to now and does one thing in it; WaitingLine.cs does the same, step by step.
-- KEYS: the line. ARGV: step (0 look, 1 take a ticket, 2 enter), number of the ticket held, now in microseconds, how many in a second
-- open it by itself, seconds that an idle line is kept, seconds that any other is.
-- Returns open (1 or 0), number, issued, admitted, rate, mode (1 automatic, 2 open, 3 closed).
local second = 1000000
local held = redis.call('HMGET', KEYS[1], 'mode', 'rate', 'open', 'issued', 'admitted', 'since', 'second', 'arrivals', 'before')
local mode, own, open = tonumber(held[1] or 1), tonumber(held[2] or 0), held[3] == '1'
local issued, admitted, since = tonumber(held[4] or 0), tonumber(held[5] or 0), tonumber(held[6] or 0)
local current, arrivals, before = tonumber(held[7] or 0), tonumber(held[8] or 0), tonumber(held[9] or 0)
local step, number, now, opens_at = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local rate = opens_at
if own > 0 then rate = own end
if rate < 1 then rate = 1 end

if now < since then now = since end
local is_new = step ~= 0 and (number < 1 or number > issued)
local this = math.floor(now / second)
if this ~= current then
  if this == current + 1 then before = arrivals else before = 0 end
  current, arrivals = this, 0
end
if is_new and (step == 2 or open) then arrivals = arrivals + 1 end

if issued > admitted then
  local steps = math.min(issued - admitted, math.floor((now - since) * rate / second))
  admitted = admitted + steps
  since = since + math.floor(steps * second / rate)
end
if issued == admitted and since < now - second then since = now - second end

local was_open = open
if mode == 2 then
  open = true
elseif mode == 1 and opens_at > 0 then
  open = arrivals > opens_at or (open and (issued > admitted or before > opens_at))
else
  open = false
end
if open and not was_open then since = now end
if not open then
  admitted = issued
  number = 0
elseif is_new then
  issued = issued + 1
  number = issued
  if admitted == issued - 1 and (now - since) * rate >= second then
    admitted = issued
    since = since + math.floor(second / rate)
  end
end

local function text(value) return string.format('%.0f', value) end
local flag = '0'
if open then flag = '1' end
redis.call('HSET', KEYS[1], 'open', flag, 'issued', text(issued), 'admitted', text(admitted), 'since', text(since),
  'second', text(current), 'arrivals', text(arrivals), 'before', text(before))
local kept = ARGV[6]
if not open and mode == 1 and own == 0 then kept = ARGV[5] end
redis.call('EXPIRE', KEYS[1], kept)
return {flag, text(number), text(issued), text(admitted), text(rate), text(mode)}

/// The Lua text before and after the cases of a batch: it runs each and writes down what came of it, in ASCII and in a
/// form that does not depend on the order of keys or on addresses.
enum Prelude {
    /// Ends the line of a case; nothing that is written contains it.
    static let separator: Character = "\u{2}"

    /// What the cases may use: `closing` makes a value for `<close>`, `values` keeps a list with its length.
    static let before = """
        local type, kind, format, byte, next, length = type, math.type, string.format, string.byte, next, utf8.len
        local function quote(s)
            if length(s) == #s then return format("%q", s) end
            local out = '"'
            for i = 1, #s do
                local b = byte(s, i)
                out = out .. (b >= 32 and b < 127 and b ~= 34 and b ~= 92 and format("%c", b) or format("\\\\x%02x", b))
            end
            return out .. '"'
        end
        local function show(v, depth)
            local t = type(v)
            if t == "number" then
                return kind(v) == "integer" and format("%d", v) or v ~= v and "nan" or format("%a", v)
            end
            if t == "string" then return quote(v) end
            if t == "nil" then return "nil" end
            if t == "boolean" then return v and "true" or "false" end
            if t ~= "table" then return t end
            if depth > 5 then return "{...}" end
            local lines, n = {}, 0
            for key, item in next, v do
                local line = "[" .. show(key, depth + 1) .. "]=" .. show(item, depth + 1)
                n = n + 1
                local at = n
                while at > 1 and line < lines[at - 1] do
                    lines[at] = lines[at - 1]
                    at = at - 1
                end
                lines[at] = line
            end
            local out = "{"
            for i = 1, n do out = out .. (i > 1 and "," or "") .. lines[i] end
            return out .. "}"
        end
        local function tell(ok, ...)
            local out, all = ok and "ok" or "error", {...}
            for i = 1, select("#", ...) do out = out .. " " .. show(all[i], 1) end
            return out
        end
        local function values(...) return {n = select("#", ...), ...} end
        local function closing(f) return setmetatable({}, {__close = f}) end
        local cases = {

        """

    static let after = """
        }
        local out = ""
        for i = 1, #cases do
            local _, line = pcall(tell, pcall(cases[i]))
            out = out .. line .. "\\2"
        end
        return out
        """

    /// A chunk of cases, each the body of a function on a line of its own. `first` runs before everything.
    static func chunk(_ cases: [String], first: String = "") -> String {
        var text = first + "\n" + before
        for body in cases { text += "function() " + body + " end,\n" }
        return text + after
    }
}

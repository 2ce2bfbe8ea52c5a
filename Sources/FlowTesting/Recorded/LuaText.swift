import CallModel
import LuaSyntax

extension String {
    /// The text as Lua writes it.
    var lua: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: text += "\\x" + scalar.value.hexPair
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension UInt32 {
    fileprivate var hexPair: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension JSONValue {
    /// The value as Lua writes it.
    var luaTable: String {
        switch self {
        case .null: return "nil"
        case .bool(let flag): return String(flag)
        case .integer(let number): return String(number)
        case .number(let number): return String(number)
        case .string(let text): return text.lua
        case .array(let items):
            return items.isEmpty ? "{}" : "{ " + items.map(\.luaTable).joined(separator: ", ") + " }"
        case .object(let object):
            let fields = object.members.map { member in
                "\(LuaName.canBe(member.name) ? member.name : "[\(member.name.lua)]") = \(member.value.luaTable)"
            }
            return fields.isEmpty ? "{}" : "{ " + fields.joined(separator: ", ") + " }"
        }
    }
}

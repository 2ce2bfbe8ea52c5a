import FlowEngine
import LuaSyntax

/// A call all of whose arguments are written down, as Lua that means the same wherever it stands: variables that never
/// change are put in, functions do nothing, and every call is `call`.
struct WrittenCall {
    let site: CallSite
    /// Such as `call:play {["text"]=""}`.
    let text: String
    /// Where it stands, and where the values stand that are put in.
    let ranges: [LuaRange]

    /// Nil where an argument may be this or that.
    init?(_ site: CallSite, in file: FlowFile) {
        var printer = WrittenValue(file)
        var arguments: [String?] = []
        for argument in site.arguments { arguments.append(printer.text(of: argument)) }
        guard let head = Self.head(site), !arguments.contains(nil), let first = site.arguments.first,
            // One argument may stand for none.
            site.arguments.count > 1 || !first.hasSeveralValues
        else { return nil }
        self.site = site
        ranges = [site.raw.expression.range] + printer.ranges
        text = "\(head)(\(arguments.compactMap { $0 }.joined(separator: ", ")))"
    }

    /// Functions that a handler may call at any time, without an object or with a call.
    private static let globals: Set<String> = [
        "create_call", "connect_call", "launch", "signal", "sleep", "wait_for", "identifier", "pattern", "within",
        "all",
        "race", "spawn",
    ]

    private static func head(_ site: CallSite) -> String? {
        if let module = site.libraryModule, let field = site.field {
            // Charts and the like are made while a flow loads.
            return module == "flow" ? nil : "require(\"std.\(module)\").\(field.text)"
        }
        guard let signature = site.function?.signature else { return nil }
        switch signature.namespace {
        case "": return globals.contains(signature.name) ? signature.name : nil
        case "Call": return site.isMethod && site.owner == .call ? "call:\(signature.name)" : nil
        case "http", "store", "json", "url", "uuid", "log": return "\(signature.namespace).\(signature.name)"
        default: return nil
        }
    }
}

/// Values as Lua that means the same wherever it stands.
struct WrittenValue {
    private let file: FlowFile
    /// Where values of variables stand that were put in.
    private(set) var ranges: [LuaRange] = []

    init(_ file: FlowFile) { self.file = file }

    /// Nil where nobody knows the value.
    mutating func text(of value: LuaExpression, depth: Int = 0) -> String? {
        guard depth < 20 else { return nil }
        switch value.kind {
        case .nil: return "nil"
        case .true: return "true"
        case .false: return "false"
        case .integer(let number): return number < 0 ? "(-\(number.magnitude)|0)" : "\(number)"
        case .float(let number): return number == .infinity ? "1e999" : "\(number)"
        case .string(let bytes): return Self.quoted(bytes)
        case .function: return "function() end"
        case .parenthesized(let inner):
            guard let inner = text(of: inner, depth: depth + 1) else { return nil }
            return "(\(inner))"
        case .unary(let sign, let inner):

            guard let inner = text(of: inner, depth: depth + 1) else { return nil }
            return "(\(sign.rawValue) \(inner))"
        case .operation(let operation):
            guard var whole = text(of: operation.first, depth: depth + 1) else { return nil }
            for link in operation.links {
                guard let right = text(of: link.right, depth: depth + 1) else { return nil }
                whole = "(\(whole) \(link.operator.rawValue) \(right))"
            }
            return whole
        case .table(let fields): return table(fields, depth)
        case .variable: return variable(value, depth)
        case .suffixed(let chain): return config(chain)
        case .varargs: return nil
        }
    }

    private mutating func table(_ fields: [LuaField], _ depth: Int) -> String? {
        var parts: [String] = []
        for field in fields {
            switch field {
            case .item(let value):
                guard !value.hasSeveralValues, let value = text(of: value, depth: depth + 1) else { return nil }
                parts.append(value)
            case .named(let name, let value):
                guard let value = text(of: value, depth: depth + 1) else { return nil }
                parts.append("\(name.text)=\(value)")
            case .keyed(let key, let value):
                guard let key = text(of: key, depth: depth + 1), let value = text(of: value, depth: depth + 1) else {
                    return nil
                }
                parts.append("[\(key)]=\(value)")
            }
        }
        return "{\(parts.joined(separator: ","))}"
    }

    private mutating func variable(_ value: LuaExpression, _ depth: Int) -> String? {
        if file.kinds.kind(value) == .call { return "call" }
        guard let local = file.names.local(value), local.writes.isEmpty else { return nil }
        if case .function = local.origin { return "function() end" }
        guard let beginning = local.beginning else { return nil }
        if case .table = beginning.kind, local.isChanged { return nil }
        ranges.append(beginning.range)
        return text(of: beginning, depth: depth + 1)
    }

    /// `config.NAME`.
    private func config(_ chain: LuaSuffixed) -> String? {
        guard chain.base.globalName == "config", chain.suffixes.count == 1,
            case .field(let name) = chain.suffixes[0].kind
        else { return nil }
        return "config.\(name.text)"
    }

    private static func quoted(_ bytes: [UInt8]) -> String {
        var text = "\""
        for byte in bytes {
            switch byte {
            case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: text += String(UnicodeScalar(byte))
            default: text += "\\" + String(repeating: "0", count: byte < 10 ? 2 : byte < 100 ? 1 : 0) + "\(byte)"
            }
        }
        return text + "\""
    }
}

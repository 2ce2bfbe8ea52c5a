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
    /// Where functions stand among them, which are not run.
    let functions: [LuaRange]

    /// Nil where an argument may be this or that.
    init?(_ site: CallSite, in file: FlowFile) {
        guard let head = Self.head(site), !site.arguments.isEmpty else { return nil }
        var printer = WrittenValue(file)
        var arguments: [String] = []
        for argument in site.arguments {
            guard let text = printer.text(of: argument) else { return nil }
            arguments.append(text)
        }
        self.site = site
        ranges = [site.raw.expression.range] + printer.ranges
        functions = printer.functions
        text = "\(head)(\(arguments.joined(separator: ", ")))"
    }

    /// Functions that a handler may call at any time, without an object or with a call.
    private static let globals = Set(
        "create_call connect_call launch signal sleep wait_for identifier pattern within all race spawn"
            .split(separator: " ").map(String.init))

    private static func head(_ site: CallSite) -> String? {
        if let module = site.libraryModule, let field = site.field {
            // Charts and the like are made while a flow loads.
            return module == "flow" ? nil : "require(\"std.\(module)\").\(field.text)"
        }
        guard let signature = site.function?.signature else { return nil }
        switch signature.namespace {
        case "": return globals.contains(signature.name) ? signature.name : nil
        case "Call": return site.isMethod && site.owner == .call ? "call:\(signature.name)" : nil
        case "http", "store", "json", "url", "log": return "\(signature.namespace).\(signature.name)"
        default: return nil
        }
    }
}

/// Values as Lua that means the same wherever it stands.
struct WrittenValue {
    private let file: FlowFile
    /// Where values of variables stand that were put in.
    private(set) var ranges: [LuaRange] = []
    /// Where functions stand.
    private(set) var functions: [LuaRange] = []
    /// How many more parts there may be: variables that are made of variables would grow without end.
    private var budget = 2_000
    private var bytes = 16 << 10

    init(_ file: FlowFile) { self.file = file }

    /// Nil where nobody knows the value, or it is too large.
    mutating func text(of value: LuaExpression, depth: Int = 0) -> String? {
        budget -= 1
        guard depth < 20, budget > 0 else { return nil }
        switch value.kind {
        case .nil: return "nil"
        case .true: return "true"
        case .false: return "false"
        case .integer(let number): return number < 0 ? "(-\(number.magnitude)|0)" : "\(number)"
        case .float(let number): return number == .infinity ? "1e999" : "\(number)"
        case .string(let text):
            bytes -= text.count
            return bytes > 0 ? Self.quoted(text) : nil
        case .function:
            functions.append(value.range)
            return "function() end"
        case .parenthesized(let inner): return text(of: inner, depth: depth + 1).map { "(\($0))" }
        case .unary(let sign, let inner):
            return text(of: inner, depth: depth + 1).map { "(\(sign.rawValue) \($0))" }
        case .operation(let operation):
            guard operation.links.count < 100, var whole = text(of: operation.first, depth: depth + 1) else {
                return nil
            }
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
                guard let value = text(of: value, depth: depth + 1) else { return nil }
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
        // Which call stands in options makes a difference.
        if file.kinds.kind(value) == .call { return depth == 0 ? "call" : nil }
        guard let local = file.names.local(value), local.writes.isEmpty else { return nil }
        if case .function(let function) = local.origin {
            functions.append(function.range)
            return "function() end"
        }
        guard let beginning = local.beginning, !file.changes.mayChange(local, beginning),
            // `if EXTRA ~= "" then call:play { text = EXTRA } end`
            !file.testedVariables.contains(local.name.range.start)
        else { return nil }
        if !ranges.contains(beginning.range) { ranges.append(beginning.range) }
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

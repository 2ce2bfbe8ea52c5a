import FlowEngine
import LuaSyntax

/// What one `options.check(…)` of a module says.
struct OptionCheck {
    let function: String
    /// Whether `options.with_prompt` adds others.
    let takesPrompt: Bool
    let index: Int?
    private let file: FlowFile
    private let fields: TableFields
    private let loops: [OptionLoop]

    /// All of a file whose tables can be looked into.
    static func all(in file: FlowFile) -> [OptionCheck] {
        let checks = file.calls.filter { $0.isField("check", of: "options") && $0.arguments.count > 2 }
        guard !checks.isEmpty else { return [] }
        // Such as `function menu.ask(call, given) … end`, and methods of objects.
        let own = Set(
            file.tree.statements.compactMap { statement -> ObjectIdentifier? in
                guard case .function(let place, let function) = statement.kind,
                    !place.fields.isEmpty || place.method != nil
                else {
                    return nil
                }
                return ObjectIdentifier(function)
            })
        return checks.compactMap { OptionCheck($0, in: file, own) }
    }

    private init?(_ site: CallSite, in file: FlowFile, _ own: Set<ObjectIdentifier>) {
        let (name, known) = (site.arguments[0], site.arguments[2])
        let made = file.beginning(of: known) ?? known
        guard let function = name.text ?? file.beginning(of: name)?.text,
            let loops = made === known ? [] : file.names.local(known).flatMap({ OptionLoop.all(filling: $0, file) })
        else { return nil }
        // It is given to `options.check`, which does not change it.
        if case .table(let fields) = made.kind {
            (self.fields, takesPrompt) = (TableFields(fields, made.range), false)
        } else if let site = file.site(made), site.isField("with_prompt", of: "options"),
            let fields = site.arguments.first.flatMap({ file.kinds.tableFields($0) })
        {
            (self.fields, takesPrompt) = (fields, true)
        } else {
            return nil
        }
        guard !fields.hasOthers else { return nil }
        (self.function, self.file, self.loops) = (function, file, loops)
        index = Self.parameter(site.arguments[1], file, own)
    }

    /// The options with what each may be, where nil stands for a prompt; nil where a loop takes them from somewhere that
    /// cannot be looked into.
    /// - Parameter files: the library's, by their paths.
    func entries(from files: [String: FlowFile]) -> [(name: String, type: HostType?)]? {
        var found = fields.named.map { ($0.key, OptionKind.type($0.value, file)) }
        for loop in loops {
            guard let own = loop.entries(file, from: files) else { return nil }
            found += own
        }
        return found
    }

    /// The place of a parameter, also in `given or {}`; nil where a function that is no module's own passes it on.
    private static func parameter(_ value: LuaExpression, _ file: FlowFile, _ own: Set<ObjectIdentifier>) -> Int? {
        if case .operation(let operation) = value.kind { return parameter(operation.first, file, own) }
        guard let local = file.names.local(value), case .parameter(let function, let index) = local.origin,
            own.contains(ObjectIdentifier(function))
        else { return nil }
        return index
    }
}

/// What `options.check` wants a value to be, as a type of ours.
enum OptionKind {
    /// Nil for a prompt; `any` where it cannot be told.
    static func type(_ kind: LuaExpression, _ file: FlowFile) -> HostType? {
        if let word = kind.text {
            switch word {
            case "text": return .string
            case "texts": return .oneOf([.string, .list(.string)])
            case "number": return .number(-.infinity ... .infinity)
            case "boolean": return .boolean
            case "function": return .function
            case "table": return .table
            case "prompt": return nil
            default: return .any
            }
        }
        guard case .table = kind.kind, let items = file.kinds.tableFields(kind)?.items, items.count == 3,
            let least = number(items[1], file), let most = number(items[2], file), least.isFinite, least <= most
        else { return .any }
        switch items[0].text {
        case "whole": return .integer(Int(least)...Int(min(most, 1e15)))
        case "number": return .number(least...most)
        default: return .any
        }
    }

    private static func number(_ value: LuaExpression, _ file: FlowFile) -> Double? {
        if let number = file.constants.value(value)?.numberValue { return abs(number) < 1e15 ? number : nil }
        guard case .suffixed(let chain) = value.kind, chain.base.globalName == "math", chain.suffixes.count == 1,
            case .field(let name) = chain.suffixes[0].kind, name.text == "huge"
        else { return nil }
        return .infinity
    }
}

extension FlowFile {
    /// What a variable begins with that nobody gives another value.
    fileprivate func beginning(of value: LuaExpression) -> LuaExpression? {
        names.local(value).flatMap { $0.writes.isEmpty ? $0.beginning : nil }
    }
}

import LuaSyntax

/// The options that functions of the standard library take. Their modules say so themselves, in
/// `options.check("menu.ask", given, known)`; what is said in another way is not known here.
struct LibraryOptions {
    /// What a function takes.
    struct Taken {
        var names: Set<String> = []
        /// The place of the options among the arguments; nil where it is not known, which is at their end then.
        var index: Int?
    }

    /// By the name of the function, such as `menu.ask`.
    private(set) var functions: [String: Taken] = [:]

    init(_ library: [FlowFile]) {
        let prompt = library.first { $0.path == "std/options.lua" }.flatMap(Self.promptOptions) ?? []
        for file in library {
            for site in file.calls where site.isField("check", of: "std.options") && site.arguments.count > 2 {
                guard let function = Self.text(site.arguments[0], file),
                    let known = Self.known(site.arguments[2], file, prompt)
                else { continue }
                functions[function, default: Taken()].names.formUnion(known)
                if let index = Self.parameter(site.arguments[1], file) { functions[function]?.index = index }
            }
        }
    }

    /// What `options.with_prompt` adds.
    private static func promptOptions(_ file: FlowFile) -> Set<String>? {
        file.names.locals.values.first { $0.name.text == "prompt_options" }.flatMap { local in
            guard case .value(let values, let index) = local.origin, index < values.count else { return nil }
            return file.kinds.tableFields(values[index]).map { Set($0.names.map(\.name)) }
        }
    }

    /// The place of a parameter, also in `given or {}`; nil where a function that is no module's own passes it on.
    private static func parameter(_ value: LuaExpression, _ file: FlowFile) -> Int? {
        if case .operation(let operation) = value.kind { return parameter(operation.first, file) }
        guard let local = file.names.local(value), case .parameter(let function, let index) = local.origin,
            file.ownFunctions.contains(ObjectIdentifier(function))
        else { return nil }
        return index
    }

    private static func text(_ value: LuaExpression, _ file: FlowFile) -> String? {
        value.text ?? origin(value, file)?.text
    }

    private static func known(_ value: LuaExpression, _ file: FlowFile, _ prompt: Set<String>) -> Set<String>? {
        let made = origin(value, file) ?? value
        // What loops add to it is not seen.
        guard made.range == value.range || !isFilled(value, file) else { return nil }
        // It is given to `options.check`, which does not change it.
        if let fields = file.kinds.tableFields(made) { return fields.hasOthers ? nil : Set(fields.names.map(\.name)) }
        guard
            let site = file.calls.first(where: { $0.raw.expression.range == made.range && $0.isWhole }),
            site.isField("with_prompt", of: "std.options"), let first = site.arguments.first,
            let fields = file.kinds.tableFields(first), !fields.hasOthers
        else { return nil }
        return prompt.union(fields.names.map(\.name))
    }

    private static func isFilled(_ value: LuaExpression, _ file: FlowFile) -> Bool {
        let local = file.names.local(value)
        return file.names.fieldWrites.contains { target, _ in
            guard case .suffixed(let chain) = target.kind else { return false }
            return local != nil && file.names.local(chain.base) === local
        }
    }

    /// What a variable begins with that nobody gives another value.
    private static func origin(_ value: LuaExpression, _ file: FlowFile) -> LuaExpression? {
        guard let local = file.names.local(value), local.writes.isEmpty,
            case .value(let values, let index) = local.origin, index < values.count
        else { return nil }
        return values[index]
    }
}

extension CallSite {
    /// The field that is called, as `part` in `line.part { … }`; nil for methods and plain functions.
    var field: LuaName? {
        guard !isMethod, raw.index > 0, case .field(let name) = raw.suffixed.suffixes[raw.index - 1].kind else {
            return nil
        }
        return name
    }

    /// Whether it calls a function of a module.
    func isField(_ name: String, of module: String) -> Bool { owner == .module(module) && field?.text == name }
}

extension FlowFile {
    /// The functions that stand in its tables, such as `function menu.ask(call, given) … end`.
    fileprivate var ownFunctions: Set<ObjectIdentifier> {
        Set(
            tree.statements.compactMap { statement in
                guard case .function(let place, let function) = statement.kind, !place.fields.isEmpty else {
                    return nil
                }
                return ObjectIdentifier(function)
            })
    }
}

import FlowEngine
import LuaEngine
import LuaSyntax

/// A value of another type, word or size than a function takes, too many arguments, or one that is missing: refused when
/// the function is called (HostArguments, HostType). `TrialFindings` tells in its name what else a function refuses.
struct WrongArgument: Rule {
    let name = "wrong_argument"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        for site in file.calls {
            guard let function = site.function else { continue }
            let name = function.signature.shownName
            found += count(site, function, file)
            let walk = OptionWalk(file)
            walk.visit(site) { fields, table in
                if let item = table.items.first, !fields.isEmpty {
                    let example = fields.first?.name ?? "name"
                    found.append(
                        finding(
                            file, item.range, "\(name): options are written with names, not as a list",
                            hint: "such as { \(example) = … }"))
                }
                // An option that is not known may be the missing one, misspelled.
                guard !table.hasOthers, table.items.isEmpty, !table.hasNames(beside: fields) else { return }
                for field in fields where field.isRequired && table.named[field.name] == nil {
                    found.append(
                        finding(
                            file, table.range, "\(name): option '\(field.name)' is missing",
                            hint: String(field.sentence.dropLast())))
                }
            }
            walk.visit(site) { found += wrong($0, $1, $2, of: name, file) }
            found += ArgumentTogether.faults(of: site, file).map {
                finding(file, $0.range, "\(name): \($0.text)", hint: $0.hint)
            }
        }
        return found
    }

    /// Options of functions of the standard library, as `options.check` has them.
    func findings(in flow: Flow) -> [Finding] {
        flow.libraryCalls.flatMap { file, given -> [Finding] in
            var found: [Finding] = []
            OptionWalk(file).visit(
                given.options, given.value,
                tables: { _, table in
                    guard let item = table.items.first else { return }
                    found.append(
                        finding(
                            file, item.range, "\(given.name): options are written with names, not as a list",
                            hint: "such as { text = … }"))
                }, values: { found += wrong($0, $1, $2, of: given.name, file) })
            return found
        }
    }

    /// What is wrong with one value of a function.
    private func wrong(
        _ type: HostType, _ argument: String, _ value: LuaExpression, of name: String, _ file: FlowFile
    ) -> [Finding] {
        let atOnce = calledAtOnce(type, name, value, file)
        guard let fault = fault(type, argument, value, file) else { return atOnce }
        let (message, hint) = Hint.split(fault)
        return atOnce + [finding(file, value.range, "\(name): \(message)", hint: hint)]
    }

    private func count(_ site: CallSite, _ function: HostCatalogue.Function, _ file: FlowFile) -> [Finding] {
        let parameters = function.signature.parameters
        let isOpen = site.arguments.last?.hasSeveralValues ?? false
        if site.arguments.count > parameters.count {
            let extra = site.arguments[parameters.count]
            guard file.constants.value(extra) != .nil, !extra.hasSeveralValues else { return [] }
            let many = "\(parameters.count) argument\(parameters.count == 1 ? "" : "s")"
            return [finding(file, extra.range, "\(site.name) takes \(many), not \(site.arguments.count)")]
        }
        guard !isOpen else { return [] }
        for (index, parameter) in parameters.enumerated() where index >= site.arguments.count {
            if parameter.isRequired {
                return [
                    finding(
                        file, site.place, "\(site.name): '\(parameter.name)' is missing",
                        hint: String(parameter.sentence.dropLast()))
                ]
            }
            if case .options(let fields) = parameter.type, let field = fields.first(where: \.isRequired) {
                return [
                    finding(
                        file, site.place, "\(site.name): option '\(field.name)' is missing",
                        hint: String(field.sentence.dropLast()))
                ]
            }
        }
        return []
    }

    /// `spawn(call:play { … })` for `spawn(function() call:play { … } end)`: it plays first, and passes what came of it.
    private func calledAtOnce(_ type: HostType, _ name: String, _ value: LuaExpression, _ file: FlowFile) -> [Finding] {
        switch (type, value.kind) {
        case (.list(.function), .table(let fields)):
            return fields.flatMap { field -> [Finding] in
                guard case .item(let item) = field else { return [] }
                return calledAtOnce(.function, name, item, file)
            }
        case (.function, .suffixed(let chain)):
            switch chain.suffixes.last?.kind {
            case .call, .method: break
            default: return []
            }
            guard !file.kinds.kind(value).mayBeFunction else { return [] }
            return [
                finding(
                    file, value.range, "\(name): this is called at once, and what it gives is no function",
                    hint: "write function() … end around it")
            ]
        default: return []
        }
    }

    /// What is wrong with a value that is written down. Who is named is another rule's.
    private func fault(_ type: HostType, _ name: String, _ value: LuaExpression, _ file: FlowFile) -> String? {
        if type.namesSomebody { return nil }
        switch (type, value.kind) {
        case (.function, .function), (.oneOf, .function), (.any, _): return nil
        case (.map, .table), (.table, .table), (.list(.function), _): return nil
        default: break
        }
        guard let constant = file.constants.value(value), constant != .nil else { return nil }
        return type.fault(of: constant, name: name)
    }
}

extension HostType {
    /// Whether an identifier may stand there.
    var namesSomebody: Bool {
        switch self {
        case .identifier: true
        case .list(let item): item.namesSomebody
        case .oneOf(let types): types.contains(where: \.namesSomebody)
        default: false
        }
    }
}

import CallModel
import FlowEngine
import LuaEngine
import LuaSyntax

/// Who is named in a way that names nobody: a number without its plus, a table without its parts (IdentifierReader). Looks
/// through variables and tables that nobody changes, so that a list of desks is judged where it is written down.
struct BadIdentifier: Rule {
    let name = "bad_identifier"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        var seen: Set<ObjectIdentifier> = []
        func judge(_ value: LuaExpression, _ what: String) {
            for literal in file.constants.literals(value) where seen.insert(ObjectIdentifier(literal)).inserted {
                guard let fault = fault(of: literal, file) else { continue }
                let (message, hint) = Hint.split(fault)
                found.append(finding(file, literal.range, "\(what): \(message)", hint: hint))
            }
        }
        for site in file.calls {
            // Caller IDs have rules of their own, which tell more.
            let isOwn = site.function?.signature.name == "flow"
            OptionWalk(file).visit(site) { type, name, value in
                guard type.namesSomebody, name != "caller_id" || isOwn, name != "teams_app_source" else { return }
                if case .list = type { return items(of: value, file).forEach { judge($0, "'\(name)'") } }
                judge(value, "'\(name)'")
            }
            if site.is("on", "wait_for", "call:events"), site.arguments.count > 1 {
                for (field, value) in people(site, file) { judge(value, "the filter's '\(field)'") }
            }
            for (field, value) in LibraryPeople.named(by: site, file) { judge(value, "'\(field)'") }
        }
        return found
    }

    private func fault(of literal: LuaExpression, _ file: FlowFile) -> String? {
        switch literal.kind {
        case .string(let bytes): return HostCatalogue.identifierFault(.string(String(decoding: bytes, as: UTF8.self)))
        case .integer(let number): return "the number \(number) names nobody; write it as a text, \"+\(number)\""
        case .table(let fields):
            // A list of people is looked into elsewhere.
            guard !fields.contains(where: { if case .item = $0 { true } else { false } }),
                let value = file.constants.value(literal)
            else { return nil }
            return HostCatalogue.identifierFault(value)
        default: return nil
        }
    }

    private func items(of value: LuaExpression, _ file: FlowFile) -> [LuaExpression] {
        file.kinds.tableFields(value)?.items ?? []
    }

    /// The values of a filter that name somebody.
    private func people(_ site: CallSite, _ file: FlowFile) -> [(String, LuaExpression)] {
        guard let event = site.arguments[0].text, let table = file.kinds.tableFields(site.arguments[1]) else {
            return []
        }
        let fields = EventFields.of(event)
        return table.names.flatMap { name, _ -> [(String, LuaExpression)] in
            guard let value = table.named[name] else { return [] }
            let isPerson = fields.map { $0[WireNames.wire(name)] == .identifier } ?? ["to", "from"].contains(name)
            guard isPerson else { return [] }
            if let list = file.kinds.tableFields(value), !list.items.isEmpty { return list.items.map { (name, $0) } }
            if let site = file.site(value), site.is("pattern") { return [] }
            return [(name, value)]
        }
    }
}

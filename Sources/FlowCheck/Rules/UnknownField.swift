import CallModel
import FlowEngine
import LuaSyntax

/// A field that a call, an event, an `err` or a result does not have, or a filter names in vain. Calls and filters raise
/// it (CallFields, FilterReader); elsewhere it is nil for ever.
struct UnknownField: Rule {
    let name = "unknown_field"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        let writes = Set(file.names.fieldWrites.map { ObjectIdentifier($0.target) })
        var found: [Finding] = []
        for (expression, chain, kinds) in file.chains {
            for (index, suffix) in chain.suffixes.enumerated() where index < kinds.count {
                guard let (field, range) = name(of: suffix) else { continue }
                let isLast = index + 1 == chain.suffixes.count
                if isLast, writes.contains(ObjectIdentifier(expression)) {
                    found += set(field, range, kinds[index], file)
                    continue
                }
                // What is called is told by another rule.
                if !isLast, case .call = chain.suffixes[index + 1].kind { continue }
                found += read(field, range, kinds[index], file)
            }
        }
        for site in file.calls(of: "on", "wait_for", "call:events") where site.arguments.count > 1 {
            found += filter(site, file)
        }
        return found
    }

    private func name(of suffix: LuaSuffix) -> (String, LuaRange)? {
        switch suffix.kind {
        case .field(let name): return (name.text, name.range)
        case .index(let key): return key.text.map { ($0, key.range) }
        default: return nil
        }
    }

    private func read(_ field: String, _ range: LuaRange, _ owner: Kind, _ file: FlowFile) -> [Finding] {
        switch owner {
        case .record(let record):
            guard record.fields[field] == nil else { return [] }
            let names = record.fields.keys.sorted()
            return [
                finding(
                    file, range, "\(record.owner) has no field '\(field)'",
                    hint: Hint.help(field, among: names, "its fields"), severity: record.isCertain ? .error : .warning)
            ]
        case .text:
            guard HostCatalogue.spaces["string"]?.contains(field) != true else { return [] }
            return [finding(file, range, "a text has no field '\(field)'")]
        case .object(let name) where name != "Config": return object(name, field, range, file)
        case .operation: return object("Operation", field, range, file)
        case .events: return object("Events", field, range, file)
        default: return []
        }
    }

    private func object(_ className: String, _ field: String, _ range: LuaRange, _ file: FlowFile) -> [Finding] {
        let members = Host.members(of: className)
        guard !members.contains(field) else { return [] }
        return [
            finding(
                file, range, "\(className.lowercased().withArticle) has no '\(field)'",
                hint: Hint.help(field, among: HostCatalogue.fields[className] ?? [], "its fields")
                    ?? Hint.nearest(field, among: members))
        ]
    }

    private func set(_ field: String, _ range: LuaRange, _ owner: Kind, _ file: FlowFile) -> [Finding] {
        guard case .object(let className) = owner, className != "Config" else { return [] }
        if className == "Call", field == "data" { return [] }
        return [
            finding(
                file, range, "\(className.lowercased()).\(field) cannot be set",
                hint: className == "Call" ? "values of your own belong into call.data" : nil)
        ]
    }

    // MARK: - Filters

    private func filter(_ site: CallSite, _ file: FlowFile) -> [Finding] {
        guard let event = site.arguments[0].text, let fields = EventFields.of(event),
            let table = file.kinds.tableFields(site.arguments[1])
        else { return [] }
        return table.names.compactMap { path, range in
            fault(of: path, in: event, fields).map { finding(file, range, $0.message, hint: $0.hint) }
        }
    }

    private func fault(
        of path: String, in event: String, _ fields: [String: EventFields.Shape]
    ) -> (message: String, hint: String?)? {
        var (owner, members) = (event, fields)
        let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for (index, name) in names.enumerated() {
            guard let shape = members[WireNames.wire(name)], name == WireNames.lua(WireNames.wire(name)) else {
                return (
                    "\(owner) has no field '\(name)'",
                    Hint.help(name, among: members.keys.map(WireNames.lua).sorted(), "its fields")
                )
            }
            if shape == .free { return nil }
            guard index + 1 < names.count else {
                switch shape {
                case .list: return ("the filter's '\(path)' can never fit: it is a list", "look at it in the handler")
                case .record(let inner):
                    let example = inner.keys.map(WireNames.lua).sorted().first ?? ""
                    return (
                        "the filter's '\(path)' can never fit: it is a record",
                        "name a field of it, like [\"\(path).\(example)\"]"
                    )
                default: return nil
                }
            }
            owner = names[...index].joined(separator: ".")
            guard let inner = shape.members else {
                return ("the filter's '\(path)' can never fit: '\(owner)' has no fields", nil)
            }
            members = inner
        }
        return nil
    }
}

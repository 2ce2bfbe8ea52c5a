import FlowEngine
import LuaSyntax

/// Goes over the arguments of a call beside what the function says of them.
struct OptionWalk {
    private let file: FlowFile

    init(_ file: FlowFile) { self.file = file }

    /// Visits every table of options, the outer before those inside it.
    func visit(_ site: CallSite, tables: ([HostParameter], TableFields) -> Void) {
        visit(site, tables: tables, values: { _, _, _ in })
    }

    /// Visits every value whose type is no table of options.
    func visit(_ site: CallSite, values: (HostType, String, LuaExpression) -> Void) {
        visit(site, tables: { _, _ in }, values: values)
    }

    /// Visits the tables and values of one argument that holds options.
    func visit(
        _ options: [HostParameter], _ argument: LuaExpression,
        tables: ([HostParameter], TableFields) -> Void = { _, _ in },
        values: (HostType, String, LuaExpression) -> Void = { _, _, _ in }
    ) {
        guard file.kinds.tableFields(argument) != nil else { return }
        visit(.options(options), "options", argument, tables, values)
    }

    private func visit(
        _ site: CallSite, tables: ([HostParameter], TableFields) -> Void,
        values: (HostType, String, LuaExpression) -> Void
    ) {
        guard let parameters = site.function?.signature.parameters else { return }
        for (parameter, argument) in zip(parameters, site.arguments) {
            visit(parameter.type, parameter.name, argument, tables, values)
        }
    }

    private func visit(
        _ type: HostType, _ name: String, _ value: LuaExpression, _ tables: ([HostParameter], TableFields) -> Void,
        _ values: (HostType, String, LuaExpression) -> Void
    ) {
        switch type {
        case .options(let fields):
            guard let table = file.kinds.tableFields(value) else { return values(type, name, value) }
            tables(fields, table)
            for field in fields {
                if let inner = table.named[field.name] { visit(field.type, field.name, inner, tables, values) }
            }
        case .oneOf(let types):
            // Only a table with names can be options.
            let options = types.filter { if case .options = $0 { true } else { false } }
            if let table = file.kinds.tableFields(value), table.items.isEmpty, options.count == 1,
                let only = options.first
            {
                visit(only, name, value, tables, values)
            } else {
                values(type, name, value)
            }
        case .list(.options(let fields)):
            guard let table = file.kinds.tableFields(value), table.names.isEmpty, !table.hasOthers else {
                return values(type, name, value)
            }
            for item in table.items { visit(.options(fields), name, item, tables, values) }
        default: values(type, name, value)
        }
    }
}

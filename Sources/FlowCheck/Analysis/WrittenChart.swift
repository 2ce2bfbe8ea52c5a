import LuaSyntax

/// A flow that is data, as it is written down: the table that `line.incoming` and the like get.
struct WrittenChart {
    let fields: TableFields
    /// Those that can be looked into.
    let steps: [TableFields]
    /// Whether it is made by `line.part`.
    let isPart: Bool

    /// Nil for any other call, and for a table that something else makes.
    init?(_ site: CallSite, in file: FlowFile) {
        guard site.libraryModule == "flow",
            let fields = site.arguments.first.flatMap({ file.kinds.tableFields($0) })
        else { return nil }
        let steps = fields.named["steps"].flatMap { file.kinds.tableFields($0) }
        self.fields = fields
        self.steps = (steps?.names ?? []).compactMap { name, _ in
            steps?.named[name].flatMap { file.kinds.tableFields($0) }
        }
        isPart = site.field?.text == "part"
    }
}

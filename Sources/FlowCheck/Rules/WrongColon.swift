import LuaSyntax

/// A method that is called with a dot, or a function of a table with a colon: the object is missing, or stands where the
/// first argument belongs (HostArguments).
struct WrongColon: Rule {
    let name = "wrong_colon"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.calls.compactMap { site in
            if let module = site.libraryModule, site.isMethod {
                return finding(
                    file, site.place, "a function of std.\(module) is called with a colon",
                    hint: "write a dot: what stands before a colon is passed as the first argument")
            }
            guard case .host(let number) = site.callee else { return nil }
            let signature = Host.functions[number].signature
            if signature.isMethod, !site.isMethod, site.raw.index > 0, isObject(site.owner) {
                // `call.play(call, …)` is the same as with a colon.
                if let first = site.arguments.first, file.kinds.kind(first) == site.owner { return nil }
                return finding(
                    file, site.place, "\(signature.shownName) is called with a dot",
                    hint: "write a colon, so that the \(signature.namespace.lowercased()) is passed")
            }
            if !signature.isMethod, site.isMethod {
                return finding(
                    file, site.place, "\(signature.shownName) is called with a colon",
                    hint: "write a dot: \(signature.shownName)(…)")
            }
            return nil
        }
    }

    /// Methods of what modules have made. What the flow sets itself may be another function.
    func findings(in flow: Flow) -> [Finding] {
        flow.files.flatMap { file in
            file.calls.compactMap { site -> Finding? in
                guard let owner = site.owner, case .made(let module, _) = owner, let name = site.field,
                    let object = flow.object(owner), object.isMethod(name.text),
                    !flow.sets(name.text, outside: module), !flow.isFilled(owner),
                    !flow.mayChange(site.raw.suffixed.base, in: file)
                else { return nil }
                // `queue.wait(queue, call)` is the same as with a colon.
                if let first = site.arguments.first, file.kinds.kind(first) == owner { return nil }
                return finding(
                    file, site.place, "'\(name.text)' is called with a dot, and it is a method",
                    hint: "write a colon, so that what stands before it is passed")
            }
        }
    }

    private func isObject(_ kind: Kind?) -> Bool {
        switch kind {
        case .object, .operation, .events: true
        default: false
        }
    }
}

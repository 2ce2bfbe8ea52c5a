/// One parameter of a host function, or one option of an options table.
package struct HostParameter: Sendable {
    /// As the manual names it; an option's name in its table.
    package let name: String
    /// What may stand there.
    package let type: HostType
    /// What it means, with a full stop.
    package let sentence: String
    /// Whether leaving it out is a mistake.
    package let isRequired: Bool

    /// A parameter, optional unless said otherwise.
    package init(_ name: String, _ type: HostType, _ sentence: String, required: Bool = false) {
        self.name = name
        self.type = type
        self.sentence = sentence
        isRequired = required
    }
}

/// What a host function is called, takes and returns: its arguments are checked against it, and editors get their page
/// from it.
package struct HostSignature: Sendable {
    /// Empty for globals, `log` and the like for tables, `Call` and the like for methods.
    package let namespace: String
    /// The name in its namespace.
    package let name: String
    /// What it does; one or two sentences.
    package let summary: String
    /// Without the object of a method.
    package let parameters: [HostParameter]
    /// What it returns, in words.
    package let result: String
    /// The release that brought it.
    package let since: String

    /// A signature; `qualifiedName` is `sleep`, `log.info` or `Call.play`.
    package init(
        _ qualifiedName: String, _ summary: String, parameters: [HostParameter] = [], result: String = "nothing",
        since: String = "0.1"
    ) {
        let parts = qualifiedName.split(separator: ".")
        namespace = parts.count > 1 ? String(parts[0]) : ""
        name = String(parts.last ?? "")
        self.summary = summary
        self.parameters = parameters
        self.result = result
        self.since = since
    }

    /// A method belongs to objects of a class; its first argument is the object.
    package var isMethod: Bool { namespace.first?.isUppercase == true }

    /// As scripts write it: `call:play`, `log.info`, `sleep`.
    package var shownName: String {
        if namespace.isEmpty { return name }
        return isMethod ? "\(namespace.lowercased()):\(name)" : "\(namespace).\(name)"
    }
}

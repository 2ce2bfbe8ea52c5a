/// A file of types for editors, in the words of LuaCATS, made from the declarations of host functions.
package struct EditorPage {
    /// A class with the fields that are no methods.
    package struct Class {
        /// Without the space.
        package let name: String
        let parent: String?
        let summary: String
        /// Those that are no methods.
        package let fields: [(name: String, type: String, sentence: String)]

        /// A class by name; one of a parent has its fields too.
        package init(
            _ name: String, _ summary: String, of parent: String? = nil,
            fields: [(name: String, type: String, sentence: String)] = []
        ) {
            (self.name, self.parent, self.summary, self.fields) = (name, parent, summary, fields)
        }
    }

    /// What stands before the names of classes, such as `spec`.
    package let space: String
    /// What the page is about, one line.
    package let title: String
    /// The classes, in order.
    package let classes: [Class]
    /// Globals and methods, in order.
    package let functions: [HostSignature]
    /// More forms of a function by its shown name, such as `fun(event: "Launch", …)`.
    package let overloads: [String: [String]]
    /// Globals that are no functions: name and type.
    package let globals: [(name: String, type: String)]

    /// A page of these declarations.
    package init(
        space: String, title: String, classes: [Class], functions: [HostSignature],
        overloads: [String: [String]] = [:], globals: [(name: String, type: String)] = []
    ) {
        (self.space, self.title, self.classes, self.functions) = (space, title, classes, functions)
        (self.overloads, self.globals) = (overloads, globals)
    }

    /// The whole file.
    package var text: String {
        var lines = ["---@meta \(space)", "-- \(title) Made by 'hookswitch types'; do not edit.", ""]
        for row in classes {
            let parent = row.parent.map { " : \(space).\($0)" } ?? ""
            lines += ["---\(row.summary)", "---@class \(space).\(row.name)\(parent)"]
            lines += row.fields.map { field($0.name, $0.type, $0.sentence) }
            lines += ["local \(row.name) = {}", ""]
        }
        for global in globals { lines += ["---@type \(global.type)", "\(global.name) = {}", ""] }
        var namespaces: [String] = []
        for function in functions where !function.namespace.isEmpty && !function.isMethod {
            if !namespaces.contains(function.namespace) { namespaces.append(function.namespace) }
        }
        for namespace in namespaces { lines += ["\(namespace) = {}", ""] }
        for function in functions { lines += options(of: function) + page(of: function) + [""] }
        return lines.joined(separator: "\n")
    }

    private func field(_ name: String, _ type: String, _ sentence: String) -> String {
        "---@field \(name) \(type)" + (sentence.isEmpty ? "" : " " + sentence)
    }

    /// An options table has a class of its own, so that an editor shows each option with its sentence.
    private func options(of function: HostSignature) -> [String] {
        function.parameters.flatMap { parameter -> [String] in
            guard case .options(let fields) = parameter.type, !fields.isEmpty else { return [] }
            let head = "---@class \(optionsName(function, parameter))"
            return [head]
                + fields.map { field($0.name + ($0.isRequired ? "" : "?"), editorName($0.type), $0.sentence) } + [""]
        }
    }

    private func optionsName(_ function: HostSignature, _ parameter: HostParameter) -> String {
        let words = (function.isMethod ? function.name : "\(function.namespace)_\(function.name)").split(separator: "_")
        let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let owner = function.isMethod ? function.namespace : ""
        return "\(space).\(owner)\(name)\(parameter.name.prefix(1).uppercased())\(parameter.name.dropFirst())"
    }

    private func editorName(_ type: HostType) -> String { type.editorName.replacing("hookswitch.", with: space + ".") }

    private func page(of function: HostSignature) -> [String] {
        var lines = ["---\(function.summary)"]
        for parameter in function.parameters {
            let mark = parameter.isRequired ? "" : "?"
            var type = editorName(parameter.type)
            if case .options(let fields) = parameter.type, !fields.isEmpty { type = optionsName(function, parameter) }
            lines.append("---@param \(shownName(parameter))\(mark) \(type) \(parameter.sentence)")
        }
        lines += returns(function)
        lines += (overloads[function.shownName] ?? []).map { "---@overload \($0)" }
        let name = function.isMethod ? "\(function.namespace):\(function.name)" : function.shownName
        let parameters = function.parameters.map(shownName).joined(separator: ", ")
        return lines + ["function \(name)(\(parameters)) end"]
    }

    /// `function` is a word of Lua's, which no parameter can be called.
    private func shownName(_ parameter: HostParameter) -> String {
        parameter.name == "function" ? "body" : parameter.name
    }

    /// The first result, and `err` where the words name one.
    private func returns(_ function: HostSignature) -> [String] {
        guard function.result != "nothing" else { return [] }
        let fails = function.result.contains("nil and err")
        let type = EditorResult.type(of: function.result, space: space, classes: classes.map(\.name))
        let first = "---@return \(type)\(fails && type != "any" ? "?" : "") # \(function.result)"
        return fails ? [first, "---@return \(space).Failure? err"] : [first]
    }
}

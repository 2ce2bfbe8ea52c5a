/// A file of types for editors, in the words of LuaCATS, made from the declarations of host functions.
package struct EditorPage {
    /// A class with the fields that are no methods.
    package struct Class {
        let name: String
        let summary: String
        let fields: [(name: String, type: String, sentence: String)]

        /// A class by name.
        package init(_ name: String, _ summary: String, fields: [(name: String, type: String, sentence: String)] = []) {
            (self.name, self.summary, self.fields) = (name, summary, fields)
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

    /// A page of these declarations.
    package init(space: String, title: String, classes: [Class], functions: [HostSignature]) {
        (self.space, self.title, self.classes, self.functions) = (space, title, classes, functions)
    }

    /// The whole file.
    package var text: String {
        var lines = ["---@meta \(space)", "-- \(title) Made by 'hookswitch types'; do not edit.", ""]
        for row in classes {
            lines += ["---\(row.summary)", "---@class \(space).\(row.name)"]
            lines += row.fields.map { "---@field \($0.name) \($0.type) \($0.sentence)" }
            lines += ["local \(row.name) = {}", ""]
        }
        for function in functions { lines += page(of: function) + [""] }
        return lines.joined(separator: "\n")
    }

    private func page(of function: HostSignature) -> [String] {
        var lines = ["---\(function.summary)"]
        for parameter in function.parameters {
            let mark = parameter.isRequired ? "" : "?"
            let type = parameter.type.editorName.replacing("hookswitch.", with: space + ".")
            lines.append("---@param \(parameter.name)\(mark) \(type) \(parameter.sentence)")
        }
        if function.result != "nothing" { lines.append("---@return \(resultType(function)) # \(function.result)") }
        let name = function.isMethod ? "\(function.namespace):\(function.name)" : function.shownName
        let parameters = function.parameters.map(\.name).joined(separator: ", ")
        return lines + ["function \(name)(\(parameters)) end"]
    }

    /// A class that the result's words name, else anything.
    private func resultType(_ function: HostSignature) -> String {
        let words = function.result.split(separator: " ").map(String.init)
        let isList = words.contains("list")
        for row in classes {
            let name = row.name.lowercased()
            if words.contains(name) { return "\(space).\(row.name)" }
            if isList, words.contains(name + "s") { return "\(space).\(row.name)[]" }
        }
        if words.contains("seconds") || words.contains("number") { return "number" }
        return isList ? "table[]" : "any"
    }
}

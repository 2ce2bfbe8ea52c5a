import LuaSyntax

/// The addresses of prompts that flows write down: texts after `file =`, and any that ends in `.wav` or `.mp3`.
struct PromptAddresses {
    /// One, where it stands first.
    struct Place: Equatable {
        var address: String
        var file: String
        var line: Int
        var column: Int
    }

    /// In the order of files and lines; each address once.
    let places: [Place]

    /// - Parameter sources: by their relative paths. What is no Lua is left to the loader.
    init(_ sources: [String: [UInt8]]) {
        var (found, seen) = ([Place](), Set<String>())
        for (file, source) in sources.sorted(by: { $0.key < $1.key }) where !file.hasSuffix("_spec.lua") {
            guard let tree = try? LuaParser.parse(source) else { continue }
            func note(_ expression: LuaExpression, isFile: Bool) {
                guard case .string(let bytes) = expression.kind else { return }
                let text = String(decoding: bytes, as: UTF8.self)
                let path = text.prefix { $0 != "?" && $0 != "#" }.lowercased()
                guard text.hasPrefix("https://") || text.hasPrefix("http://"),
                    isFile || path.hasSuffix(".wav") || path.hasSuffix(".mp3"), seen.insert(text).inserted
                else { return }
                let start = expression.range.start
                found.append(Place(address: text, file: file, line: start.line, column: start.column))
            }
            tree.walk(enter: { node in
                guard case .expression(let expression) = node else { return true }
                note(expression, isFile: false)
                guard case .table(let fields) = expression.kind else { return true }
                for case .named(let name, let value) in fields where name.text == "file" {
                    note(value, isFile: true)
                    guard case .table(let items) = value.kind else { continue }
                    for case .item(let item) in items { note(item, isFile: true) }
                }
                return true
            })
        }
        places = found
    }
}

import CLua
import CLuaBridge

/// A compiled source: made once per generation, instantiated in every world.
public struct LuaChunk: Sendable {
    /// The name that errors show, such as `@reception/main.lua`; never a path of the machine.
    public let name: String
    let bytecode: [UInt8]

    /// Sources above this size are refused, in bytes.
    public static let maxSourceBytes = 1 << 20

    /// What editors and shells put before the text: the mark of UTF-8, and a first line that begins with `#`, of which
    /// the end stays, for the numbers of the lines. Lua skips both in files.
    private static func withoutMarks(_ source: [UInt8]) -> [UInt8] {
        var text = source[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        if text.first == UInt8(ascii: "#") { text = text.drop { $0 != 0x0A && $0 != 0x0D } }
        return text.count == source.count ? source : Array(text)
    }

    /// Compiles text. Bytecode is refused: it could do anything.
    public static func compile(_ source: [UInt8], name: String) throws(LuaError) -> LuaChunk {
        let shown = name.hasPrefix("@") ? String(name.dropFirst()) : name
        guard source.count <= maxSourceBytes else {
            throw LuaError(.syntax, "\(shown):1: the file is larger than \(maxSourceBytes >> 20) MiB")
        }
        guard source.first != 0x1B else {
            throw LuaError(.syntax, "\(shown):1: this is compiled Lua; flows are loaded as text only")
        }
        let source = Self.withoutMarks(source)
        guard let state = luaL_newstate() else { throw LuaError(.host, "no memory for a Lua state") }
        defer { lua_close(state) }
        let status = source.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                hs_compile_text(state, text.baseAddress ?? UnsafePointer(bitPattern: 1), text.count, name)
            }
        }
        guard status == LUA_OK else {
            let message = LuaStack.text(state, -1) ?? "the text cannot be compiled"
            // What is nested too deep is told without a place.
            let error = LuaError(.syntax, message)
            throw error.line != nil ? error : LuaError(.syntax, "\(shown):1: \(message)")
        }
        var bytecode: [UInt8] = []
        let writer: lua_Writer = { _, bytes, count, target in
            guard let target, let bytes else { return 0 }
            let array = target.assumingMemoryBound(to: [UInt8].self)
            array.pointee.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
        let dumped = withUnsafeMutablePointer(to: &bytecode) { lua_dump(state, writer, $0, 0) }
        guard dumped == 0 else { throw LuaError(.host, "\(shown): the compiled text cannot be kept") }
        do {
            try LuaBytecode.check(bytecode)
        } catch let chain as LuaBytecode.LongChain {
            throw LuaError(
                .syntax,
                "\(shown):\(chain.line): a chain of indices such as a.b[c.d] is too long for its function "
                    + "(\(LuaBytecode.maxChain) at most, fewer in a very long function); keep parts of it in local variables"
            )
        } catch {
            throw LuaError(.host, "\(shown): the compiled text is not of a Lua that Hookswitch knows")
        }
        return LuaChunk(name: name, bytecode: bytecode)
    }
}

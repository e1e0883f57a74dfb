admin-text = <b>Керування</b>
button-admin = ⚙️ Керування

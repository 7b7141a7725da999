/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_declaration.c - the declarations that a dossier carries, as the form fills them now, each
 * with the unit that gets it: looked at before it is sent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/domain/declaration.h"
#include "ui/lines.h"
#include "ui/view.h"

struct state {
	struct mc_lines lines;
};

/* ---- what an item is called */

static const char *section_of(const struct mc_procedure *procedure, const struct mc_field *field)
{
	MC_VEC_EACH(&procedure->sections, struct mc_section, section) {
		if (strcmp(section->id, field->section) == 0) {
			return mc_view_label(&section->label);
		}
	}
	return "";
}

/* A field, or a table whose column is meant. */
static const struct mc_field *named(const struct mc_procedure *procedure, const char *name)
{
	int at = mc_procedure_field(procedure, name);
	char first[MC_FIELD_ID_LEN];

	snprintf(first, sizeof(first), "%.*s", (int)(strcspn(name, ".")), name);
	at = at < 0 ? mc_procedure_field(procedure, first) : at;
	return mc_vec_at(&procedure->fields, (size_t)at);
}

/* "Child: Family name, Given name" */
static void put_fields(const struct mc_procedure *procedure, const char *from, struct mc_str *ret)
{
	while (from) {
		size_t len = strcspn(from, "+");
		char *name = mc_strndup(from, len);
		const struct mc_field *field = named(procedure, name);

		if (field) {
			if (!ret->len) {
				mc_str_printf(ret, "%s: ", section_of(procedure, field));
			} else {
				mc_str_puts(ret, ", ");
			}
			mc_str_puts(ret, mc_view_label(&field->label));
		}
		free(name);
		from = from[len] ? from + len + 1 : NULL;
	}
}

/* National names ("nks.HoTen") are for machines: there the form's own words stand. */
static void put_name(const struct mc_procedure *procedure, const struct mc_output_item *item,
		     struct mc_str *ret)
{
	static const char verified[] = "verified:";
	const struct mc_role *role;

	if (strchr(item->name, ' ') || item->from[0] == '=') {
		mc_str_puts(ret, item->name);
	} else if (strncmp(item->from, verified, sizeof(verified) - 1) == 0) {
		role = mc_procedure_role(procedure, item->from + sizeof(verified) - 1);
		/* TRANSLATORS: a person of the form, "Mother" */
		mc_str_printf(ret, _("%s: verified by the register"),
			      role ? mc_view_label(&role->label) : "");
	} else {
		put_fields(procedure, item->from, ret);
	}
	if (!ret->len) {
		mc_str_puts(ret, item->name);
	}
}

/* ---- lines */

static void put_item(struct state *s, const struct mc_procedure *procedure,
		     const struct mc_output_item *of, const struct mc_declared *item)
{
	struct mc_str line;
	size_t name;

	mc_str_init(&line, 4096);
	put_name(procedure, of, &line);
	name = line.len;
	MC_VEC_EACH(&item->texts, char *, text) {
		mc_str_printf(&line, "%s%s", line.len == name ? ": " : "; ", **text ? *text : "-");
	}
	mc_lines_text(&s->lines, MC_STYLE_PLAIN, line.data);
	mc_str_wipe(&line);
}

/* "Residence declaration - Mẫu CT01", and who gets it. */
static void put_head(struct state *s, const struct mc_form *form, const struct mc_output *output)
{
	mc_lines_printf(&s->lines, MC_STYLE_HEAD, "-- %s --", mc_view_label(&output->label));
	if (output->form) {
		mc_lines_text(&s->lines, MC_STYLE_QUIET, output->form);
	}
	MC_VEC_EACH(&form->procedure->branches, struct mc_branch, branch) {
		if (mc_form_asks(form, branch) && branch->output &&
		    strcmp(branch->output, output->id) == 0) {
			mc_lines_printf(&s->lines, MC_STYLE_QUIET, _("Goes to: %s"),
					mc_view_label(&branch->unit));
		}
	}
}

static void put_output(struct state *s, const struct mc_form *form, const struct mc_output *output)
{
	struct mc_declaration made;

	if (s->lines.lines.len) {
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, "");
	}
	put_head(s, form, output);
	mc_declaration_make(form, output, mc_i18n_language(), &made);
	for (size_t i = 0; i < made.items.len; i++) {
		put_item(s, form->procedure, mc_vec_at(&output->items, i),
			 mc_vec_at(&made.items, i));
	}
	mc_declaration_done(&made);
}

static enum mc_code declaration_open(struct mc_view *view, const union mc_view_arg *arg,
				     struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	mc_lines_init(&s->lines);
	MC_VEC_EACH(&arg->form->procedure->outputs, struct mc_output, output) {
		if (mc_form_declares(arg->form, output)) {
			put_output(s, arg->form, output);
		}
	}
	return MC_OK;
}

static void declaration_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_lines_done(&s->lines);
}

static unsigned declaration_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s",
			   _("These declarations are made from the form and go with the dossier. To "
			     "change one, go back and change the form."));
		return MC_VIEW_TAKEN;
	}
	return mc_view_read(view, &s->lines, event);
}

static void declaration_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	mc_view_page(&s->lines, canvas);
	mc_view_hint(canvas, _("Made from the form, nothing is typed here; Esc goes back to the question."));
}

const struct mc_view_ops mc_view_declaration = {
	.name = "declaration",
	.title = N_("Declarations"),
	.state_size = sizeof(struct state),
	.open = declaration_open,
	.event = declaration_event,
	.draw = declaration_draw,
	.close = declaration_close,
};
